"use strict";
// The people of a mission without waiting for pages: what a form answers takes the place of what is shown, the
// focus stays in the same line, and a live region says what happened. All of it works without this file, by the
// same forms; here are added keys, and lines that a mouse can drag.
(() => {
  const main = () => document.getElementById("main");
  const live = () => document.getElementById("people-said");
  const say = words => {
    live().textContent = "";
    setTimeout(() => { live().textContent = words; }, 50);
  };
  const act = () => document.getElementById("act");
  const typed = () => [...main().querySelectorAll("input[name^=rank-]")]
    .find(field => field.value !== field.defaultValue);
  let busy = false;
  const waiting = []; // keys that were pressed meanwhile: they are about what the answer shows

  // Where the focus is, in words that hold for the page that comes.
  const place = element => ({
    line: element?.closest("[data-line]")?.dataset.line,
    what: element?.matches("summary") ? "summary" : element?.value?.split(" ")[0],
    inFold: Boolean(element?.closest("details p")),
  });
  const focusAgain = was => {
    const line = was.line && document.getElementById(`delegate-${was.line}`);
    if (!line) { main().querySelector("#order button")?.focus(); return; }
    if (was.inFold) line.querySelector("details").open = true;
    const wanted = [...line.querySelectorAll("button, summary")]
      .find(one => (was.what === "summary" ? one.matches("summary") : one.value?.split(" ")[0] === was.what));
    (wanted || line.querySelector(was.inFold ? "summary" : "button") || line.querySelector("summary, a")).focus();
    line.scrollIntoView({ block: "nearest" });
  };

  const send = async (form, extra, was) => {
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    const data = new FormData(form);
    Object.entries(extra).forEach(([name, value]) => data.set(name, value));
    try {
      const answer = await fetch(form.action.split("#")[0], { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-lines]")) {
        if (answer.redirected) location.assign(answer.url);
        else say(live().dataset.failed);
        return;
      }
      main().replaceChildren(...page.getElementById("main").childNodes);
      history.replaceState(null, "", answer.url);
      const words = [...main().querySelectorAll("[data-said], .messages .notice")].map(one => one.textContent.trim());
      if (words.length) say(words.join(" "));
      focusAgain(was);
    } catch {
      say(live().dataset.failed);
    } finally {
      busy = false;
      main().removeAttribute("aria-busy");
      while (waiting.length && !busy) document.activeElement.dispatchEvent(waiting.shift());
    }
  };
  // Typed numbers are never lost to another button.
  const press = (words, was) => {
    const field = typed();
    if (field) { say(live().dataset.busy); field.focus(); return; }
    send(act(), { do: words }, was);
  };

  document.addEventListener("submit", event => {
    const form = event.target.closest("form[data-people]");
    if (!form) return;
    event.preventDefault();
    const pressed = event.submitter;
    if (form.id === "act") press(pressed.value, place(pressed));
    else send(form, { do: "order" }, place(document.activeElement));
  });

  document.addEventListener("keydown", event => {
    const line = event.target.closest("[data-line]");
    if (!line || !act() || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (busy) {
      waiting.push(new KeyboardEvent("keydown", { key: event.key, altKey: true, bubbles: true }));
      return;
    }
    const up = event.key === "ArrowUp";
    const other = up ? line.dataset.earlier : line.dataset.later;
    if (other) press(`${up ? "before" : "after"} ${line.dataset.line} ${other}`, place(event.target));
    else say(live().dataset.edge);
  });

  // Dragging with a mouse: before or after another line.
  let held = null;
  const clear = () => main().querySelectorAll(".slot--over, .slot--held")
    .forEach(one => one.classList.remove("slot--over", "slot--held"));
  const target = event => {
    const over = event.target.closest?.("[data-line]");
    if (!over || over === held) return null;
    const box = over.getBoundingClientRect();
    return { over, after: event.clientY > box.top + box.height / 2 };
  };
  document.addEventListener("dragstart", event => {
    held = event.target.closest?.("[data-line]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.querySelector("th").textContent.trim());
    held.classList.add("slot--held");
  });
  document.addEventListener("dragover", event => {
    const to = held && target(event);
    if (!to) return;
    event.preventDefault();
    main().querySelectorAll(".slot--over").forEach(one => one.classList.remove("slot--over"));
    const marked = to.after ? to.over.nextElementSibling : to.over;
    (marked || to.over).classList.add("slot--over");
  });
  document.addEventListener("drop", event => {
    const to = held && target(event);
    if (!to) return;
    event.preventDefault();
    const line = held;
    clear();
    press(`${to.after ? "after" : "before"} ${line.dataset.line} ${to.over.dataset.line}`,
      { line: line.dataset.line, what: "before" });
  });
  document.addEventListener("dragend", () => { clear(); held = null; });

  // Text in a field is selected by dragging, so a line is held by anything else.
  document.addEventListener("mousedown", event => {
    const line = event.target.closest?.("[data-line]");
    if (line && act()) line.draggable = !event.target.closest("input, summary, button, a");
  });
})();
