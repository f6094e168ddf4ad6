import { createApiReference } from './reference/standalone.esm.js';

// All that would ask another host is turned off: fonts, telemetry, the agent, the proxy, the hosted client.
createApiReference('#reference', {
  url: '/api/openapi',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  documentDownloadType: 'direct',
});
