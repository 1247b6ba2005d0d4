"use strict";
// The answer's file is hashed here; what is sent is the receipt and the digest.
const form = document.getElementById("check");
const receipt = document.getElementById("receipt");
const answer = document.getElementById("answer");
const digest = document.getElementById("digest");

for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

document.getElementById("receipt-file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) receipt.value = (await file.text()).replace(/^\s*interco-receipt:/i, "").trim();
});

form.addEventListener("submit", async (event) => {
  const [file] = answer.files;
  if (!file) {
    digest.value = "";
    return;
  }
  event.preventDefault();
  digest.value = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  HTMLFormElement.prototype.submit.call(form);
});
