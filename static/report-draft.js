"use strict";
// Nothing that somebody types into a visit's report is lost. While she types it is kept on the server, as her
// draft, and until the server has it in this browser, under her own number: when there is no connection, when
// the session has ended, when the battery dies. Of two places where she writes the second is told, and nothing
// is put in the place of anything else before she says so. Photographs are sent with the form alone.
(() => {
  const here = document.currentScript.dataset;
  const form = document.getElementById(here.form);
  if (!form) return;
  const KEY = `keruen-report-${form.dataset.user}-${form.dataset.report}`;
  const SOON = 2000, LATER = 8000, AGAIN = 5000, RARELY = 30000; // ms
  const box = document.getElementById("kept");
  const line = document.getElementById("kept-at");
  const had = form.elements.had, copy = form.elements.copy;
  const NOT_TYPED = ["csrfmiddlewaretoken", "do", "had"];
  const sent = new Set(); // the names of copies that this page has sent
  let dirty = false, busy = null, stopped = false, since = 0, wait = AGAIN, timer = 0, leaving = false;

  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
  };
  const write = kept => {
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* full, or not allowed: the server keeps it */ }
  };
  const forget = () => {
    try { localStorage.removeItem(KEY); } catch { /* not allowed: then nothing is there either */ }
  };
  const name = () => [...crypto.getRandomValues(new Uint8Array(8))].map(one => one.toString(16).padStart(2, "0")).join("");
  const typed = () => [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !NOT_TYPED.includes(field));
  const say = (words, ...buttons) => {
    const text = document.createElement("p");
    text.textContent = words;
    box.replaceChildren(text, ...buttons);
    box.hidden = !words;
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const signIn = () => {
    const link = document.createElement("a");
    link.href = here.signIn;
    link.textContent = here.enter;
    return link;
  };

  // Asks the server to keep these fields over the draft of this stamp: "kept", "elsewhere", "session", "refused",
  // or "unreachable".
  const send = async (fields, over, keepalive = false) => {
    const data = new URLSearchParams(fields);
    data.set("had", over);
    sent.add(data.get("copy"));
    let answer;
    try {
      answer = await fetch(here.draft, {
        method: "POST", body: data, keepalive, redirect: "manual",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
      });
    } catch { return { what: "unreachable" }; }
    if (answer.type === "opaqueredirect" || answer.status === 403) return { what: "session" };
    if (answer.status >= 500) return { what: "unreachable" };
    let told = {};
    try { told = await answer.json(); } catch { return { what: "unreachable" }; }
    return { what: answer.ok ? "kept" : answer.status === 409 ? "elsewhere" : "refused", ...told };
  };

  const local = () => write({ fields: typed(), had: had.value, id: copy.value });

  const conflict = told => {
    stopped = true;
    say(told.stamp ? here.elsewhere.replace("{at}", told.at) : here.gone,
      button(here.mine, () => { stopped = false; had.value = told.stamp; local(); dirty = true; say(""); keep(); }),
      " ",
      button(here.other, () => { forget(); location.reload(); }));
  };

  const keep = (keepalive = false) => {
    if (busy) return busy;
    if (!dirty || stopped) return Promise.resolve(!stopped && !dirty);
    clearTimeout(timer);
    const id = copy.value;
    busy = (async () => {
      let told = await send(typed(), had.value, keepalive);
      if (told.what === "elsewhere" && sent.has(told.copy) && told.copy) { // our own, whose answer was lost
        had.value = told.stamp;
        told = await send(typed(), had.value);
      }
      switch (told.what) {
        case "kept":
          had.value = told.stamp;
          wait = AGAIN;
          if (copy.value === id) { dirty = false; forget(); } else { local(); plan(); }
          say("");
          line.textContent = here.server.replace("{at}", told.at);
          return true;
        case "elsewhere": conflict(told); return false;
        case "session": say(here.session, signIn()); return false;
        case "refused": say(told.said); return false;
        default:
          say(here.device);
          line.textContent = "";
          timer = setTimeout(keep, wait);
          wait = Math.min(wait * 2, RARELY);
          return false;
      }
    })().finally(() => { busy = null; });
    return busy;
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, Date.now() - since > LATER ? 0 : SOON);
  };
  const change = event => {
    if (leaving || event.target.type === "file") return;
    if (!dirty) since = Date.now();
    dirty = true;
    copy.value = name();
    local();
    plan();
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  window.addEventListener("online", () => { wait = AGAIN; keep(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving) keep(true); });

  // What is sent is kept first: if nobody answers, the page stays, with all that stands in it.
  form.addEventListener("submit", async event => {
    if (leaving || !dirty) { leaving = true; return; }
    event.preventDefault();
    const pressed = event.submitter;
    if (pressed && "drop" in pressed.dataset) { forget(); leaving = true; form.requestSubmit(pressed); return; }
    await (busy || null);
    if (await keep() || !dirty) { leaving = true; form.requestSubmit(pressed); return; }
    if (!stopped && !box.querySelector("a")) say(here.unsent);
  });
  window.addEventListener("pageshow", event => { if (event.persisted) leaving = false; });

  // What this browser has and the server has not.
  const restore = fields => {
    const values = {}, counts = {};
    fields.forEach(([field, value]) => (values[field] ||= []).push(value));
    [...form.elements].forEach(field => {
      if (!field.name || NOT_TYPED.includes(field.name) || ["file", "submit", "button"].includes(field.type)) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = (values[field.name] || []).includes(field.value);
      else if (field.name in values) {
        const number = counts[field.name] = (counts[field.name] ?? -1) + 1;
        field.value = values[field.name][number] ?? "";
      }
    });
  };
  const begin = async () => {
    const kept = read();
    if (!kept) return;
    if (kept.id && kept.id === copy.value) { forget(); return; }
    const drop = button(here.drop, () => { forget(); location.reload(); });
    if (kept.had !== had.value) {
      stopped = true;
      say(had.value === "0" ? here.gone : here.elsewhere.replace("{at}", here.keptAt),
        button(here.mine, async () => {
          stopped = false;
          const told = await send(kept.fields, had.value);
          if (told.what === "kept") { forget(); location.reload(); } else { restore(kept.fields); dirty = true; local(); keep(); }
        }), " ", button(here.other, () => { forget(); location.reload(); }));
      return;
    }
    const told = await send(kept.fields, had.value);
    // What the page before this one sent as it went arrived while this one was on its way.
    const arrived = told.what === "elsewhere" && told.copy && told.copy === kept.id;
    if (told.what === "kept" || arrived) { forget(); location.reload(); return; }
    restore(kept.fields);
    dirty = true;
    say(here.restored, drop);
    if (told.what === "elsewhere") conflict(told);
    else timer = setTimeout(keep, wait);
  };
  begin();
})();
