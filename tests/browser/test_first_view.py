"""What a browser loads to show the reference mission for the first time, byte by byte, as production serves it."""

from tests.missions.published import load_reference

LARGEST = 30_000  # bytes on the wire, the heads of the answers included


def test_the_first_view_of_the_reference_mission_takes_thirty_kilobytes_at_most(whole_browser, as_served):
    """Each language needs one of the two fonts, although a fair has a Latin name in all of them."""
    mission = load_reference()
    heavy, fonts = {}, {}
    for lang in ("en", "tk", "ru", "kk"):
        context = whole_browser.new_context(base_url=as_served.url)
        page = context.new_page()
        net = context.new_cdp_session(page)
        net.send("Network.enable")
        sizes = []
        net.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))

        page.goto(f"/{lang}/missions/{mission.slug}/", wait_until="networkidle")

        loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        fonts[lang] = [url.split("/")[-1].split(".")[0] for url in loaded if url.endswith(".woff2")]
        assert (
            len(sizes) == 4
        )  # page, stylesheet, font, and the icon, which no browser without windows asks for
        if sum(sizes) > LARGEST:
            heavy[lang] = sum(sizes)
        context.close()

    latin, cyrillic = ["keruen-serif-latin"], ["keruen-serif-cyrillic"]
    assert (heavy, fonts) == ({}, {"en": latin, "tk": latin, "ru": cyrillic, "kk": cyrillic})
