import { z } from 'zod';

/** What whoever sets up sign-in by Keycloak enters at its client there. */
export const signInByKeycloak = z
  .object({
    issuer: z.string().nullable().describe('The realm whose accounts may sign in; null where none is configured.'),
    addresses: z.object({ redirect: z.string(), postLogout: z.string(), backchannelLogout: z.string() }),
  })
  .meta({ id: 'SignInByKeycloak' });
export type SignInByKeycloak = z.infer<typeof signInByKeycloak>;
