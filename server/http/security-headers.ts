/** Header names and values. */
export type Headers = Readonly<Record<string, string>>;

/** What a page of ours may load: its own files, nothing inline, nobody else's. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
};

/** Powers of the browser that no page of ours needs; one of them, writing to the clipboard, it does. */
const PERMISSIONS = [
  'accelerometer=()',
  'autoplay=()',
  'camera=()',
  'clipboard-read=()',
  'clipboard-write=(self)',
  'display-capture=()',
  'encrypted-media=()',
  'fullscreen=()',
  'geolocation=()',
  'gyroscope=()',
  'hid=()',
  'identity-credentials-get=()',
  'idle-detection=()',
  'local-fonts=()',
  'magnetometer=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'picture-in-picture=()',
  'publickey-credentials-create=()',
  'publickey-credentials-get=()',
  'screen-wake-lock=()',
  'serial=()',
  'storage-access=()',
  'usb=()',
  'xr-spatial-tracking=()',
];

const HSTS = 'max-age=31536000; includeSubDomains';

/** The headers that stand on every response, errors included. */
export function securityHeaders(publicUrl: URL): Headers {
  return {
    'content-security-policy': policyOf(POLICY),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS.join(', '),
    ...(publicUrl.protocol === 'https:' ? { 'strict-transport-security': HSTS } : {}),
  };
}

/** The policy of the API reference alone: the component that draws it writes styles into the page. */
export const DOCS_POLICY = policyOf({ ...POLICY, 'style-src': "'self' 'unsafe-inline'" });

function policyOf(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
