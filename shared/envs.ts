import { z } from 'zod';
import { id, named, page, prose, search, secretText, timestamp } from './text.ts';

/** `env` or `env.<name>`: what the file is called without its leading dot. */
export const fileType = z
  .string()
  .max(255)
  .regex(/^env(\.[a-z0-9-]+)?$/, 'Must be "env", or "env." and lower-case letters, digits or "-".');

export const envFile = z
  .object({ id, projectId: id, fileType: z.string(), size: z.int(), createdAt: timestamp, updatedAt: timestamp })
  .meta({ id: 'EnvFile' });
export type EnvFile = z.infer<typeof envFile>;

export const envProject = z
  .object({
    id,
    userId: id,
    name: z.string(),
    description: z.string().nullable(),
    fileCount: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'EnvProject' });
export type EnvProject = z.infer<typeof envProject>;

export const envProjectWithFiles = envProject.extend({ files: z.array(envFile) }).meta({ id: 'EnvProjectWithFiles' });
export type EnvProjectWithFiles = z.infer<typeof envProjectWithFiles>;

export const envProjectInput = z.strictObject({ name: named(), description: prose(1000).nullable().optional() });
export type EnvProjectInput = z.infer<typeof envProjectInput>;

export const envProjectChange = envProjectInput.partial().extend({ id });
export type EnvProjectChange = z.infer<typeof envProjectChange>;

export const envProjectFilter = z.strictObject({ search: search.optional(), ...page });
export type EnvProjectFilter = z.infer<typeof envProjectFilter>;

export const envFileFilter = z.strictObject({ id, ...page });
export type EnvFileFilter = z.infer<typeof envFileFilter>;

export const envFileInput = z.strictObject({ id, fileType, content: secretText });
export type EnvFileInput = z.infer<typeof envFileInput>;

export const envFileRef = z.strictObject({ id, fileId: id });
export type EnvFileRef = z.infer<typeof envFileRef>;

export const revealedEnvFile = z
  .object({ id, projectId: id, fileType: z.string(), content: z.string() })
  .meta({ id: 'RevealedEnvFile' });
export type RevealedEnvFile = z.infer<typeof revealedEnvFile>;
