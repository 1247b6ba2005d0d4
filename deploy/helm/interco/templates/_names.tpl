{{- define "interco.labels" -}}
app.kubernetes.io/name: interco
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "interco.image" -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag }}{{ end }}
{{- end }}
{{- define "interco.own" -}}
{{- include "interco.image" (dict "repository" .Values.image.repository "digest" .Values.image.digest "tag" (default .Chart.AppVersion .Values.image.tag)) }}
{{- end }}
{{- define "interco.locked" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
{{- define "interco.settings" -}}
- {name: INTERCO_STATE, value: /var/lib/interco}
- {name: INTERCO_HOST, value: 0.0.0.0}
- {name: INTERCO_PORT, value: "8000"}
- {name: INTERCO_PUBLIC_URL, value: {{ .Values.publicUrl | quote }}}
- {name: INTERCO_MIGRATE, value: by_command}
- {name: INTERCO_STORE_URL_FILE, value: /etc/interco/store/store_url}
- {name: INTERCO_MASTER_KEY_FILE, value: /etc/interco/keys/master.key}
- {name: INTERCO_SECRETS_KEY_FILE, value: /etc/interco/keys/secrets.keys}
- {name: INTERCO_PROOF_KEY_FILE, value: /etc/interco/keys/proof.key}
- {name: INTERCO_OPA_URL, value: http://127.0.0.1:8181}
- {name: INTERCO_OPA_TOKEN_FILE, value: /etc/interco/opa/opa.token}
- {name: INTERCO_ISSUERS, value: {{ .Values.issuers | toJson | quote }}}
- {name: INTERCO_PROVIDERS, value: {{ .Values.providers | toJson | quote }}}
{{- if .Values.metrics.enabled }}
- name: INTERCO_METRICS
  value: {{ dict "port" .Values.metrics.port "host" "0.0.0.0" "token_file" "/etc/interco/metrics/token" | toJson | quote }}
{{- end }}
{{- if .Values.postgres.enabled }}
- {name: INTERCO_POSTGRES_HOST, value: 0.0.0.0}
- {name: INTERCO_POSTGRES_PORT, value: {{ .Values.postgres.port | quote }}}
- {name: INTERCO_POSTGRES_CERTIFICATE_FILE, value: /etc/interco/postgres/tls.crt}
- {name: INTERCO_POSTGRES_KEY_FILE, value: /etc/interco/postgres/tls.key}
{{- end }}
{{- if .Values.trino.url }}
- {name: INTERCO_ENGINE, value: trino}
- {name: INTERCO_TRINO_URL, value: {{ .Values.trino.url | quote }}}
- {name: INTERCO_TRINO_SIGNING_KEY_FILE, value: /etc/interco/keys/interco.pem}
- {name: INTERCO_TRINO_CA_FILE, value: /etc/interco/keys/ca.pem}
{{- with .Values.trino.spoolUrl }}
- {name: INTERCO_TRINO_SPOOL_URL, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}
{{- define "interco.mounts" -}}
- {name: keys, mountPath: /etc/interco/keys, readOnly: true}
- {name: store, mountPath: /etc/interco/store, readOnly: true}
- {name: opa-token, mountPath: /etc/interco/opa, readOnly: true}
{{- if .Values.metrics.enabled }}
- {name: metrics, mountPath: /etc/interco/metrics, readOnly: true}
{{- end }}
{{- if .Values.postgres.enabled }}
- {name: postgres, mountPath: /etc/interco/postgres, readOnly: true}
{{- end }}
- {name: state, mountPath: /var/lib/interco}
- {name: tmp, mountPath: /tmp}
{{- end }}
{{- define "interco.volumes" -}}
- {name: keys, secret: {secretName: {{ .Values.secrets.keys }}, defaultMode: 0440}}
- {name: store, secret: {secretName: {{ .Values.secrets.store }}, defaultMode: 0440}}
- {name: opa-token, secret: {secretName: {{ .Values.secrets.opa }}, defaultMode: 0440}}
{{- if .Values.metrics.enabled }}
- {name: metrics, secret: {secretName: {{ .Values.secrets.metrics }}, defaultMode: 0440}}
{{- end }}
{{- if .Values.postgres.enabled }}
- {name: postgres, secret: {secretName: {{ .Values.postgres.tlsSecret }}, defaultMode: 0440}}
{{- end }}
- {name: tmp, emptyDir: {sizeLimit: 1Gi}}
{{- if .Values.state.existingClaim }}
- {name: state, persistentVolumeClaim: {claimName: {{ .Values.state.existingClaim }}}}
{{- else }}
- {name: state, emptyDir: {sizeLimit: {{ .Values.state.size }}}}
{{- end }}
{{- end }}
