"use strict";
// The logo is read here and sent with the form, as text.
const file = document.getElementById("logo-file");
if (file) {
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const content = String(reader.result).split(",")[1] || "";
      document.getElementById("logo").value = `${chosen.type},${content}`;
    });
    reader.readAsDataURL(chosen);
  });
}
