"use strict";
// Two corrections of Django's own widgets, which all work without this file.
(() => {
  // select2 names its boxes by what is chosen in them; while that is nothing, they have no name at all.
  const nameBoxes = () => {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(select => {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!label || !box) return;
      label.id ||= `${select.id}_label`;
      const shown = box.querySelector(".select2-selection__rendered");
      if (box.classList.contains("select2-selection--single")) {
        box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
        shown.removeAttribute("role"); // nobody can write into it
        shown.removeAttribute("aria-readonly");
      }
      box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
    });
  };
  // jQuery's "ready" may come after "load", and select2 makes its boxes in it.
  window.addEventListener("load", () => window.django?.jQuery(() => setTimeout(nameBoxes)));
  document.addEventListener("formset:added", () => setTimeout(nameBoxes));

  // Days and hours are those of the place where they are spent. How far the reader's clock is ahead of the
  // server's, which Django would write under each of them, has nothing to do with it.
  document.addEventListener("DOMContentLoaded", () => delete document.body.dataset.adminUtcOffset);
})();
