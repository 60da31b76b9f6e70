"use strict";
// The key / leads to the search, except in a field; whoever types by voice or shakes can turn it off
// (WCAG 2.1.4). Nothing here is needed: the search is one press of Tab away in any case.
(() => {
  const search = document.querySelector("[data-search]");
  const line = document.querySelector("[data-keys]");
  if (!search || !line) return;
  const name = "keruen-keys";
  const isOn = () => localStorage.getItem(name) !== "off";
  const [said, turn] = line.children;
  const show = () => {
    said.textContent = isOn() ? line.dataset.on : line.dataset.off;
    turn.textContent = isOn() ? line.dataset.turnOff : line.dataset.turnOn;
    if (isOn()) search.setAttribute("aria-keyshortcuts", "/");
    else search.removeAttribute("aria-keyshortcuts");
  };
  turn.addEventListener("click", () => {
    localStorage.setItem(name, isOn() ? "off" : "on");
    show();
  });
  document.addEventListener("keydown", event => {
    const busy = event.target.closest("input, textarea, select, [contenteditable], [role=textbox], [role=combobox]");
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || busy || !isOn()) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  line.hidden = false;
  show();

  // A menu that folds is folded again by Escape, and by leaving it.
  document.querySelectorAll("details.fold").forEach(fold => {
    fold.addEventListener("keydown", event => {
      if (event.key !== "Escape" || !fold.open) return;
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    fold.addEventListener("focusout", event => {
      if (!fold.contains(event.relatedTarget)) fold.open = false;
    });
  });
})();
