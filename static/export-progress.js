// Looks again by itself while the file is being made; without this there is the link “Look again”.
"use strict";
(() => {
  const EVERY = 2000; // milliseconds
  const look = async () => {
    const shown = document.getElementById("progress");
    if (!shown?.hasAttribute("data-goes-on")) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.getElementById("progress");
        // Whoever stands on a button in it is not pushed off, as long as the buttons are the same.
        if (now?.hasAttribute("data-goes-on")) {
          const [bar, said] = [now.querySelector("progress"), now.querySelector("label")];
          shown.querySelector("progress").value = bar.value;
          shown.querySelector("label").textContent = said.textContent;
        } else if (now) {
          shown.replaceWith(now);
        }
      }
    } catch {
      // no network at the moment
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
