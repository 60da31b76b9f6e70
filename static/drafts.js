"use strict";
// A session that ends while somebody types costs her nothing: what a form of the back office sends is kept in
// this tab until the answer shows that it arrived. Where the sign-in came instead, it stands in the form again
// when that is open next, not saved yet, for the same person alone. Passwords and files are never kept, nor is a
// form that asks browsers to remember nothing: passports, and the report of a visit, which keeps itself.
(() => {
  const KEY = "keruen-drafts";
  const here = document.currentScript.dataset;
  const read = () => {
    try {
      const drafts = JSON.parse(sessionStorage.getItem(KEY));
      return Array.isArray(drafts) ? drafts : [];
    } catch { return []; }
  };
  const write = drafts => {
    try {
      if (drafts.length) sessionStorage.setItem(KEY, JSON.stringify(drafts));
      else sessionStorage.removeItem(KEY);
    } catch { /* full, or not allowed: nothing is kept */ }
  };
  const interrupt = () => write(read().map(draft => ({ ...draft, interrupted: true })));
  // What was sent has arrived. What a sign-in came in between of waits for its form, for whoever typed it.
  const arrived = () => write(read().filter(draft => draft.interrupted && draft.user === here.user));

  if ("signedOut" in here) { interrupt(); return; }
  // What report-draft.js keeps, for whoever signs out: the next one at this device finds nothing.
  const forgetReports = () => {
    try {
      Object.keys(localStorage).filter(key => key.startsWith("keruen-report-")).forEach(key => localStorage.removeItem(key));
    } catch { /* not allowed: then nothing is there either */ }
  };
  if ("forget" in here) {
    document.addEventListener("submit", () => { write([]); forgetReports(); });
    return;
  }

  const forms = () => [...document.querySelectorAll("main form[method=post]")]
    .filter(form => form.getAttribute("autocomplete") !== "off");
  const addressOf = form => {
    const url = new URL(form.getAttribute("action") || location.href, location.href);
    return url.pathname + url.search;
  };
  const kept = field => field.name && field.name !== "csrfmiddlewaretoken" && field.autocomplete !== "one-time-code"
    && !["password", "file", "submit", "button", "reset"].includes(field.type);
  const typed = field => kept(field) && field.type !== "hidden";
  // Which of the forms that are sent to one address: by what there is to fill in and to press, then by what it is about.
  const shapeOf = form => [form.getAttribute("id"), ...[...form.elements].filter(one => typed(one) || one.type === "submit")
    .map(one => one.type === "submit" ? `${one.name}=${one.value}` : one.name)].join("&");
  const subjectOf = form => [...form.elements].filter(one => kept(one) && !typed(one))
    .map(one => `${one.name}=${one.value}`).join("&");
  const formOf = draft => {
    const same = forms().filter(form => addressOf(form) === draft.address && [...form.elements].some(typed));
    if (same.length < 2) return same[0];
    const alike = same.filter(form => shapeOf(form) === draft.shape);
    return alike.length === 1 ? alike[0] : alike.find(form => subjectOf(form) === draft.subject);
  };
  const keep = form => {
    if (![...form.elements].some(typed)) return;
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
    const draft = { address: addressOf(form), shape: shapeOf(form), subject: subjectOf(form), user: here.user, fields, labels };
    const others = read().filter(one => one.address !== draft.address || one.shape !== draft.shape
      || one.subject !== draft.subject);
    write([...others, draft]);
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
    for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    notice.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("submit", event => {
    if (forms().includes(event.target)) keep(event.target);
  }, true);
  document.addEventListener("keruen:interrupted", interrupt);
  // The board shows a form anew without a new page: what was sent has arrived.
  document.addEventListener("keruen:shown", arrived);
  document.addEventListener("keruen:closed", arrived);

  const begin = () => {
    arrived();
    write(read().filter(draft => {
      const form = formOf(draft);
      if (form) restore(form, draft);
      return !form;
    }));
  };
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", () => setTimeout(begin));
})();
