// Reads a file as soon as it is chosen or dropped, and says at once where it is too large. Without it, the
// form has a button for the first, and the server says the second.
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
