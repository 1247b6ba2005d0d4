// Swagger UI has no languages: its own labels, and nothing of the description, put in French.
"use strict";

const FRENCH = {
  "Authorize": "S'identifier", "Authorized": "Identifié", "Logout": "Oublier",
  "Available authorizations": "Façons de s'identifier", "Close": "Fermer", "Value:": "Valeur :",
  "Parameters": "Paramètres", "No parameters": "Aucun paramètre", "Name": "Nom",
  "Description": "Description", "required": "obligatoire", "Request body": "Corps de la requête",
  "Try it out": "Essayer", "Cancel": "Annuler", "Reset": "Remettre à zéro",
  "Execute": "Envoyer", "Clear": "Effacer", "Send empty value": "Envoyer vide",
  "Responses": "Réponses", "Code": "Code", "Links": "Liens", "No links": "Aucun lien",
  "Server response": "Réponse du serveur", "Details": "Détails", "Request URL": "Adresse",
  "Response body": "Corps de la réponse", "Response headers": "En-têtes de la réponse",
  "Request duration": "Durée", "Download": "Télécharger", "Media type": "Format",
  "Response content type": "Format de la réponse", "Example Value": "Exemple",
  "Example Description": "Description de l'exemple", "Schema": "Schéma", "Schemas": "Schémas",
  "Model": "Modèle", "Expand all": "Tout ouvrir", "Collapse all": "Tout fermer",
};
// What the description itself says, and what programs read, stays as it is.
const LEFT = "pre, code, .markdown, .renderedMarkdown, .opblock-summary, .opblock-tag, .info, "
  + ".parameter__type, .model, .json-schema-2020-12, textarea";

function translate(text) {
  const label = text.data.trim();
  const french = FRENCH[label];
  if (french && french !== label && !text.parentElement?.closest(LEFT)) {
    text.data = text.data.replace(label, french);
  }
}

function translateIn(root) {
  if (root.nodeType === Node.TEXT_NODE) {
    translate(root);
    return;
  }
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    translate(texts.currentNode);
  }
}

new MutationObserver((changes) => {
  for (const change of changes) {
    (change.type === "characterData" ? [change.target] : change.addedNodes).forEach(translateIn);
  }
}).observe(document.getElementById("api"), { childList: true, subtree: true, characterData: true });
