"use strict";
// Copies the text of a field. Without a script, or where the browser may not, one selects and copies it oneself.
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach(button => {
    const field = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    button.closest("[hidden]").hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = button.dataset.copied;
      } catch {
        field.focus();
        field.select();
      }
    });
  });
})();
