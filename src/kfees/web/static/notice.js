// Keeps the provider's details in this browser, and nowhere else, where somebody asks for it; prints a notice.
"use strict";

const KEPT = "kfees.provider";

function keepDetails(choice) {
  const details = document.getElementById("notice-details");
  const fields = [...details.querySelectorAll("[data-kept] input")];
  const keep = choice.querySelector("input");
  const of = document.getElementById("notice-of");
  function write() {
    of.textContent = details.querySelector("input").value;
    if (keep.checked) {
      localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, field.value]))));
    } else {
      localStorage.removeItem(KEPT);
    }
  }
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
  keep.checked = kept !== null;
  for (const field of fields) field.value ||= kept?.[field.name] ?? "";
  write();
  details.addEventListener("input", write);
  choice.hidden = false;
}

const choice = document.getElementById("keep-details");
try {
  if (choice) keepDetails(choice);
} catch {
  // A browser that keeps nothing: the details are filled in each time.
}

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
