// The description of the HTTP addresses, shown by Swagger UI from our own files.
"use strict";

window.ui = window.SwaggerUIBundle({
  url: `/v1/openapi.json?language=${document.documentElement.lang}`,
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
