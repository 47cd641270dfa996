// Shows what a course, or years of courses, come to as the form changes. The server does the whole work: this
// asks for the same page again and puts its live parts in place. Without it, the form has a button.
"use strict";

const form = document.querySelector("form[data-answered]");
const result = document.getElementById("result");
const PAUSE = 250, LONG_PAUSE = 1200;
let timer;
let latest = 0;
let asking;

document.getElementById("submit").hidden = true;

function address() {
  const filled = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    if (value.trim() && !(field.dataset && "deferred" in field.dataset)) filled.append(name, value.trim());
  }
  return form.getAttribute("action") + "?" + filled;
}

// Whether somebody is in the middle of writing a value: a date without its year, "3." on the way to 3.50.
function unfinished(field) {
  return field.validity.badInput || /[.,;/$-]$/.test(field.value.trim());
}

// `paused`: what was being written is taken to be whole, so that what is wrong with it is said.
async function show(paused) {
  const number = ++latest;
  const target = address();
  asking?.abort();
  asking = new AbortController();
  result.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(target, { signal: asking.signal, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number !== latest || !page.getElementById("answer")) return;
    const writing = form.contains(document.activeElement) && document.activeElement.id;
    if (!paused && writing && page.getElementById(writing)?.hasAttribute("aria-invalid")) {
      timer = setTimeout(show, LONG_PAUSE, true);
      return;
    }
    history.replaceState(null, "", target);
    place(page);
  } catch (error) {
    if (error.name !== "AbortError") form.requestSubmit();
  } finally {
    if (number === latest) result.removeAttribute("aria-busy");
  }
}

// What is offered goes with what is chosen: a part of the form is changed where it offers something else.
function place(page) {
  for (const part of document.querySelectorAll("[data-key]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || part.dataset.key === fresh.dataset.key) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    const caret = document.activeElement.selectionStart;
    for (const details of part.querySelectorAll("details")) {
      const other = details.id && fresh.querySelector("#" + CSS.escape(details.id));
      if (other) other.open = details.open;
    }
    for (const field of part.querySelectorAll("[data-deferred]")) {
      const other = fresh.querySelector("#" + CSS.escape(field.id));
      if (other) other.value = field.value;
    }
    part.replaceWith(document.adoptNode(fresh));
    if (!focused) continue;
    const field = document.getElementById(focused) ?? fresh.querySelector("summary, input, select");
    field?.focus();
    if (Number.isInteger(caret)) field?.setSelectionRange?.(caret, caret);
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = page.getElementById(part.id);
    if (!other) continue;
    if (part.dataset.live === "hidden") {
      part.hidden = other.hidden;
    } else if (part.dataset.live === "link") {
      part.href = other.href;
    } else if (part.dataset.live === "value") {
      part.value = other.value;
    } else if (part.dataset.live === "text") {
      if (part.textContent !== other.textContent) part.textContent = other.textContent;
      part.hidden = other.hidden;
    } else {
      // What is open stays so, and by itself is no reason to replace what somebody may be in.
      const open = [...part.querySelectorAll("details")].map((each) => each.open);
      other.querySelectorAll("details").forEach((each, number) => { each.open = open[number] ?? false; });
      if (part.innerHTML === other.innerHTML) continue;
      part.replaceChildren(...[...other.childNodes].map((node) => document.adoptNode(node)));
    }
  }
  for (const field of form.elements) {
    const other = field.id && page.getElementById(field.id);
    if (other) field.toggleAttribute("aria-invalid", other.hasAttribute("aria-invalid"));
    if (field.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
  }
  compare();
}

// The comparison takes longer than the preview: it is fetched where somebody looks at it.
async function compare() {
  const elsewhere = document.getElementById("elsewhere");
  if (!elsewhere?.open || elsewhere.hidden) return;
  const target = document.getElementById("elsewhere-link").href;
  if (elsewhere.dataset.shown === target) return;
  elsewhere.dataset.shown = target;
  const place = document.getElementById("elsewhere-shown");
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(target, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const comparison = page.getElementById("comparison");
    if (elsewhere.dataset.shown !== target) return;
    place.replaceChildren(...(comparison ? [document.adoptNode(comparison)] : []));
  } catch {
    delete elsewhere.dataset.shown; // the link still leads there
  }
  place.removeAttribute("aria-busy");
}

function later(event) {
  if (event.target.id === "language" || "deferred" in event.target.dataset) return;
  // Another payer has its own words, currency and settings: the whole page is asked for.
  if (event.target.id === "payer") {
    if (event.type === "change") form.requestSubmit();
    return;
  }
  latest++; // an answer to what stood there before comes too late
  clearTimeout(timer);
  const whole = event.type === "change";
  if (whole || !unfinished(event.target)) timer = setTimeout(show, PAUSE, whole);
}

// A button of the form sends what is filled in, as `address` does.
form.addEventListener("formdata", (event) => {
  const sent = [...event.formData];
  for (const [name] of sent) event.formData.delete(name);
  for (const [name, value] of sent) if (value.trim()) event.formData.append(name, value.trim());
});

// Whoever comes back finds what was typed put back by the browser, beside an answer to what stood there before.
function changed(field) {
  if (field.options) {
    const chosen = [...field.options].findLastIndex((option) => option.defaultSelected);
    return field.options.length > 0 && field.selectedIndex !== Math.max(chosen, 0);
  }
  return field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

window.addEventListener("pageshow", (event) => {
  if (!event.persisted && [...form.elements].some((field) => field.name && changed(field))) show(true);
});

// A form of a notice that was sent back stands at the address of the notice.
if (location.pathname !== form.getAttribute("action")) history.replaceState(null, "", address());

document.getElementById("elsewhere")?.addEventListener("toggle", compare);
form.addEventListener("input", later);
form.addEventListener("change", later);
