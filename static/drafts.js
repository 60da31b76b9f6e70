"use strict";
// A session that ends while somebody types costs her nothing: what a form of the back office sends is kept in
// this tab until the answer shows that it arrived. Where the sign-in came instead, it stands in the form again
// afterwards, not saved yet, for the same person alone. Passwords and files are never kept.
(() => {
  const KEY = "keruen-drafts";
  const here = document.currentScript.dataset;
  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)) || {}; } catch { return {}; }
  };
  const write = drafts => {
    try { sessionStorage.setItem(KEY, JSON.stringify(drafts)); } catch { /* full, or not allowed: nothing is kept */ }
  };
  const forget = () => sessionStorage.removeItem(KEY);
  const interrupt = () => {
    const drafts = read();
    Object.values(drafts).forEach(draft => { draft.interrupted = true; });
    write(drafts);
  };

  if ("signedOut" in here) { interrupt(); return; }
  // What report-draft.js keeps, for whoever signs out: the next one at this device finds nothing.
  const forgetReports = () => {
    try {
      Object.keys(localStorage).filter(key => key.startsWith("keruen-report-")).forEach(key => localStorage.removeItem(key));
    } catch { /* not allowed: then nothing is there either */ }
  };
  if ("forget" in here) {
    document.addEventListener("submit", () => { forget(); forgetReports(); });
    return;
  }

  const forms = () => [...document.querySelectorAll("form[data-draft], body.change-form #content-main form[method=post]")]
    .filter(form => !form.matches("[action*='logout']"));
  const addressOf = form => {
    const url = new URL(form.getAttribute("action") || location.href, location.href);
    return url.pathname + url.search;
  };
  const kept = field => field.name && field.name !== "csrfmiddlewaretoken"
    && !["password", "file", "submit", "button", "reset"].includes(field.type);
  const keep = form => {
    const fields = {}, labels = {};
    [...form.elements].filter(kept).forEach(field => {
      const values = fields[field.name] ||= [];
      if (field.tagName === "SELECT") {
        [...field.selectedOptions].forEach(option => {
          values.push(option.value);
          (labels[field.name] ||= {})[option.value] = option.textContent;
        });
      } else if (!["checkbox", "radio"].includes(field.type) || field.checked) values.push(field.value);
    });
    write({ ...read(), [addressOf(form)]: { user: here.user, fields, labels } });
  };

  // Rows that were added in the admin are asked for again; rows that others changed meanwhile stay as they are.
  const rows = (form, fields) => Object.keys(fields).filter(name => name.endsWith("-TOTAL_FORMS")).flatMap(name => {
    const prefix = name.slice(0, -"-TOTAL_FORMS".length);
    const initial = form.elements[`${prefix}-INITIAL_FORMS`];
    if (!initial || initial.value !== fields[`${prefix}-INITIAL_FORMS`]?.[0]) return [`${prefix}-`];
    const total = form.elements[name];
    for (let tries = 0; tries < 50 && Number(total.value) < Number(fields[name][0]); tries += 1) {
      form.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
    }
    return [];
  });
  const restore = (form, draft) => {
    const skipped = rows(form, draft.fields);
    const counts = {};
    [...form.elements].filter(kept).forEach(field => {
      if (!(field.name in draft.fields) || skipped.some(prefix => field.name.startsWith(prefix))) return;
      const values = draft.fields[field.name];
      if (field.tagName === "SELECT") {
        values.forEach(value => {
          if (value && ![...field.options].some(option => option.value === value)) {
            field.add(new Option(draft.labels[field.name]?.[value] || value, value));
          }
        });
        [...field.options].forEach(option => { option.selected = values.includes(option.value); });
        window.django?.jQuery?.(field).trigger("change");
      } else if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else {
        const number = counts[field.name] = (counts[field.name] ?? -1) + 1;
        field.value = values[number] ?? "";
      }
    });
    const notice = document.createElement("div");
    notice.className = "notice notice--change";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = skipped.length ? `${here.restored} ${here.rows}` : here.restored;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button";
    drop.textContent = here.drop;
    drop.addEventListener("click", () => { form.reset(); location.reload(); });
    notice.append(words, drop);
    form.prepend(notice);
  };

  document.addEventListener("submit", event => {
    if (forms().includes(event.target)) keep(event.target);
  }, true);
  document.addEventListener("keruen:interrupted", interrupt);
  // The board shows a form anew without a new page: what was sent has arrived.
  document.addEventListener("keruen:shown", forget);
  document.addEventListener("keruen:closed", forget);

  const begin = () => {
    const drafts = read();
    forms().forEach(form => {
      const draft = drafts[addressOf(form)];
      if (draft?.interrupted && draft.user === here.user) restore(form, draft);
    });
    // Whatever else was sent has arrived, or was somebody else's.
    forget();
  };
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", () => setTimeout(begin));
})();
