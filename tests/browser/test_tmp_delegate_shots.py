from tests.browser.test_personal_link import *
def test_shots(open_page, width, scheme, delegate):
    page = open_page(width, scheme)
    token = links.renew(delegate)
    press(page, token)
    page.screenshot(path=f"/tmp/dshots/my-{width}-{scheme}.png", full_page=True)
    page.goto(page.url.replace("/en/","/ru/"))
    page.screenshot(path=f"/tmp/dshots/ru-{width}-{scheme}.png", full_page=True)
    page.goto("/en/about/")
    page.context.clear_cookies()
    page.goto("/en/my/")
    page.screenshot(path=f"/tmp/dshots/out-{width}-{scheme}.png", full_page=True)
    page.complaints.clear()
