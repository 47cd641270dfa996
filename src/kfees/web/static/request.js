// Reads a file as soon as it is chosen or dropped, and says at once where it is too large. Without it, the
// form has a button for the first, and the server says the second. And copies the letter.
"use strict";

const file = document.getElementById("quote");

file.addEventListener("change", () => {
  const large = [...file.files].some((chosen) => chosen.size > Number(file.dataset.most));
  file.setCustomValidity(large ? file.dataset.tooLarge : "");
  if (large) file.setAttribute("aria-invalid", "true");
  else file.removeAttribute("aria-invalid");
  const said = document.getElementById("quote-wrong");
  const line = document.createElement("p");
  line.textContent = file.validationMessage;
  said.replaceChildren(...(large ? [line] : []));
  if (!large && file.files.length) file.form.requestSubmit(document.getElementById("read"));
});

// A file that is let go of anywhere on the page is meant for the field: the browser would open it instead.
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  file.files = event.dataTransfer.files;
  file.dispatchEvent(new Event("change"));
});

const copy = document.getElementById("copy");

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("letter-text").value);
    copy.textContent = copy.dataset.done;
  });
}
