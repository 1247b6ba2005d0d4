"use strict";
// The answer's file is hashed here; what is sent is the receipt and the digest.
const form = document.getElementById("check");
const verdict = document.getElementById("verdict");
const claims = document.getElementById("claims");

const hex = (bytes) => Array.from(new Uint8Array(bytes), (each) => each.toString(16).padStart(2, "0")).join("");

async function digestOf(file) {
  return file ? hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) : null;
}

function show(signed) {
  const rows = Object.entries(signed).map(([name, value]) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    const cell = document.createElement("td");
    head.scope = "row";
    head.textContent = name;
    cell.textContent = value === null ? "—" : typeof value === "object" ? JSON.stringify(value) : String(value);
    row.append(head, cell);
    return row;
  });
  claims.tBodies[0].replaceChildren(...rows);
  claims.hidden = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  claims.hidden = true;
  verdict.textContent = "…";
  const receipt = document.getElementById("receipt").value.trim();
  const sha256 = await digestOf(document.getElementById("answer").files[0]);
  try {
    const response = await fetch("/v1/receipts/verify", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ receipt, answer_sha256: sha256 }),
    });
    const told = await response.json();
    if (!response.ok) {
      verdict.textContent = `${told.title} ${told.detail}`;
      return;
    }
    verdict.textContent = told.is_answer
      ? "Reçu authentique, et de cette réponse. (Genuine, and of this answer.)"
      : "Reçu authentique. (Genuine receipt.)";
    show(told.claims);
  } catch {
    verdict.textContent = "La passerelle ne répond pas. (The gateway does not answer.)";
  }
});
