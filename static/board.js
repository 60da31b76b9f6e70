"use strict";
// The programme board without waiting for pages: what a form or a link answers takes the place of what is
// shown, focus stays, and a live region says what happened. All of it works without this file, by the same
// links and forms; here are added keys, and slots that a mouse can drag.
(() => {
  const main = () => document.getElementById("main");
  const live = () => document.getElementById("board-said");
  const say = words => {
    live().textContent = "";
    setTimeout(() => { live().textContent = words; }, 50);
  };
  const openForm = () => main().querySelector(".slot-form");
  const typed = form => form && [...form.elements].some(field =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].some(option => option.selected !== option.defaultSelected)
        && field.value !== (field.querySelector("option[selected]") || field.options[0])?.value
        : "defaultValue" in field && field.value !== field.defaultValue);
  let busy = false;
  const waiting = []; // keys that were pressed meanwhile: they are about what the answer shows

  // Where the focus is, in words that hold for the page that comes.
  const place = element => {
    const slot = element?.closest("[data-item]");
    const button = element?.closest("button, a, summary");
    return {
      item: slot?.dataset.item,
      spot: element?.closest("[data-spot]")?.dataset.spot,
      what: button?.value?.split(" ")[0] || button?.dataset.key || (button?.tagName === "SUMMARY" ? "summary" : ""),
      add: button && "add" in button.dataset,
      undo: button && "undo" in button.dataset,
    };
  };
  const within = (slot, what) => {
    const wanted = [...slot.querySelectorAll("button, a, summary")].find(one =>
      what && (one.value?.split(" ")[0] === what || one.dataset.key === what || (what === "summary" && one.tagName === "SUMMARY")));
    return wanted?.offsetParent ? wanted : slot.querySelector("[data-key=e]") || slot;
  };
  const focusAgain = (was, said) => {
    const first = main().querySelector("[data-first]");
    if (first) { first.focus(); return; }
    const slot = said?.closest("[data-item]") || (was.item && document.getElementById(`item-${was.item}`));
    if (slot) { slot.tabIndex = -1; within(slot, was.what).focus(); return; }
    if (was.undo && main().querySelector("[data-undo]")) { main().querySelector("[data-undo]").focus(); return; }
    const column = was.spot && main().querySelector(`[data-spot="${was.spot}"] [data-add]`);
    (column || main()).focus();
  };

  const load = async (url, options, was) => {
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (!page.querySelector(".board")) {
        // Signed out meanwhile, or no longer allowed. What was typed waits in drafts.js.
        document.dispatchEvent(new CustomEvent("keruen:interrupted"));
        if (answer.redirected) location.assign(answer.url);
        else refuse();
        return;
      }
      // The browser would obey "autofocus" later, when somebody may be typing elsewhere already.
      fresh.querySelectorAll("[autofocus]").forEach(one => {
        one.removeAttribute("autofocus");
        one.dataset.first = "";
      });
      main().replaceChildren(...fresh.childNodes);
      history.replaceState(null, "", answer.url);
      const said = main().querySelector("[data-said]");
      const words = [...main().querySelectorAll("[data-said], .messages .notice, .slot-form .notice--stop")];
      if (words.length) say(words.map(one => one.textContent.trim()).join(" "));
      prepare();
      focusAgain(was, said);
      document.dispatchEvent(new CustomEvent("keruen:shown"));
    } catch {
      say(live().dataset.failed);
    } finally {
      busy = false;
      main().removeAttribute("aria-busy");
      while (waiting.length && !busy) document.activeElement.dispatchEvent(waiting.shift());
    }
  };
  const refuse = () => {
    say(live().dataset.refused);
    const words = document.createElement("p");
    words.className = "notice notice--stop";
    words.textContent = live().dataset.refused;
    (openForm() || main()).prepend(words);
  };
  const send = (form, extra, was, own = false) => {
    if (!own && typed(openForm())) { refuseBusy(); return; }
    const data = new FormData(form);
    Object.entries(extra).forEach(([name, value]) => data.set(name, value));
    load(form.getAttribute("action").split("#")[0], { method: "POST", body: data }, was);
  };
  const refuseBusy = () => {
    say(live().dataset.busy);
    openForm().querySelector("button").focus();
  };
  const act = (words, was, extra = {}) => send(document.getElementById("act"), { do: words, ...extra }, was);

  document.addEventListener("submit", event => {
    const form = event.target.closest("form[data-board]");
    if (!form) return;
    event.preventDefault();
    const pressed = event.submitter;
    const was = place(pressed);
    send(form, pressed?.name ? { [pressed.name]: pressed.value } : {}, was, form.matches(".slot-form"));
  });

  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-key], a[data-add], a[data-close]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const closes = "close" in link.dataset;
    if (closes) document.dispatchEvent(new CustomEvent("keruen:closed"));
    else if (typed(openForm())) { refuseBusy(); return; }
    const was = place(link);
    if (closes) was.what = "e";
    load(link.getAttribute("href").split("#")[0] || location.pathname, {}, was);
  });

  // Keys, while the focus is in a slot and not in a field.
  const columns = () => [...main().querySelectorAll("[data-spot]")];
  const drop = (slot, column, before, what) => act(`drop ${slot.dataset.item} ${slot.dataset.seen}`,
    { item: slot.dataset.item, what }, { spot: column.dataset.spot, before: before || "" });
  document.addEventListener("keydown", event => {
    const field = event.target.closest("input, select, textarea");
    if (field || !document.getElementById("act")) return;
    if (busy) {
      const { key, code, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (altKey || ctrlKey || metaKey) event.preventDefault();
      waiting.push(new KeyboardEvent("keydown", { key, code, altKey, ctrlKey, metaKey, shiftKey, bubbles: true }));
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyZ") {
      const undo = main().querySelector("[data-undo]");
      if (undo) { event.preventDefault(); undo.click(); }
      return;
    }
    const slot = event.target.closest("[data-item]");
    if (!slot || openForm()?.contains(event.target)) return;
    const was = place(event.target);
    if (event.altKey && event.key.startsWith("Arrow")) {
      event.preventDefault();
      const way = { ArrowUp: "earlier", ArrowDown: "later" }[event.key];
      if (way) {
        act(`${way} ${slot.dataset.item} ${slot.dataset.seen}`, was);
        return;
      }
      const all = columns();
      const to = all[all.indexOf(slot.closest("[data-spot]")) + (event.key === "ArrowLeft" ? -1 : 1)];
      if (to) drop(slot, to, "", was.what);
      else say(live().dataset.noColumn);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const key = { KeyE: "e", KeyM: "m", KeyC: "c" }[event.code];
    const control = key && slot.querySelector(`[data-key=${key}]`);
    if (control) { event.preventDefault(); control.click(); }
  });

  // Dragging with a mouse: to a column, or before another slot.
  let held = null;
  const clear = () => main().querySelectorAll(".slot--over, .day--over, .slot--held")
    .forEach(one => one.classList.remove("slot--over", "day--over", "slot--held"));
  const target = event => {
    const column = event.target.closest?.("[data-spot]");
    const over = event.target.closest?.("[data-item]");
    if (!column) return null;
    if (!over || over === held) return { column };
    const box = over.getBoundingClientRect();
    const slots = [...column.querySelectorAll("[data-item]")].filter(one => one !== held);
    const before = event.clientY < box.top + box.height / 2 ? over : slots[slots.indexOf(over) + 1];
    return { column, before };
  };
  document.addEventListener("dragstart", event => {
    held = event.target.closest?.("[data-item]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.querySelector("h4").textContent);
    held.classList.add("slot--held");
  });
  document.addEventListener("dragover", event => {
    const to = held && target(event);
    if (!to) return;
    event.preventDefault();
    main().querySelectorAll(".slot--over, .day--over").forEach(one => one.classList.remove("slot--over", "day--over"));
    (to.before || to.column).classList.add(to.before ? "slot--over" : "day--over");
  });
  document.addEventListener("drop", event => {
    const to = held && target(event);
    if (!to) return;
    event.preventDefault();
    const slot = held;
    clear();
    drop(slot, to.column, to.before?.dataset.item, "e");
  });
  document.addEventListener("dragend", () => { clear(); held = null; });

  const prepare = () => {
    if (!document.getElementById("act")) return;
    main().querySelectorAll("[data-item]").forEach(slot => {
      slot.draggable = !slot.querySelector(".slot-form"); // text in a form is selected by dragging
    });
  };
  prepare();
})();
