export default defineNuxtConfig({ telemetry: false, compatibilityDate: "2026-06-01" });
