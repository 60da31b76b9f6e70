// The language links keep the place: they lead to the entry that stands at the top of the window.
// Without this script they lead to the same page, from its beginning.
"use strict";

const places = document.querySelectorAll("main [id]");

function here() {
  for (const place of places) {
    const box = place.getBoundingClientRect();
    if (box.height > 0 && box.bottom > 0) return box.top > window.innerHeight ? "" : place.id;
  }
  return "";
}

for (const link of document.querySelectorAll(".masthead a[hreflang]")) {
  link.addEventListener("click", () => {
    const id = window.scrollY > 0 || location.hash ? here() : "";
    link.hash = id ? `#${id}` : location.hash;
  });
}
