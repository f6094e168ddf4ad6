import { AccessKey } from './access-key.ts';
import { AuditEvent } from './audit-event.ts';
import { AuditHead } from './audit-head.ts';
import { Category } from './category.ts';
import { DekRow } from './dek.ts';
import { Entry } from './entry.ts';
import { EntryField } from './entry-field.ts';
import { EnvFile } from './env-file.ts';
import { EnvProject } from './env-project.ts';
import { Idempotency } from './idempotency.ts';
import { Identity } from './identity.ts';
import { InstanceKeyRow } from './instance-key.ts';
import { KeyMark } from './key-mark.ts';
import { Link } from './link.ts';
import { RecoveryCode } from './recovery-code.ts';
import { Replica } from './replica.ts';
import { SecondStep } from './second-step.ts';
import { Session } from './session.ts';
import { SignInFlow } from './sign-in-flow.ts';
import { Throttle } from './throttle.ts';
import { TwoFactor } from './two-factor.ts';
import { User } from './user.ts';

/** Every table, for the ORM and for the types of its queries. */
export const entities = [
  AccessKey,
  AuditEvent,
  AuditHead,
  Category,
  DekRow,
  Entry,
  EntryField,
  EnvFile,
  EnvProject,
  Idempotency,
  Identity,
  InstanceKeyRow,
  KeyMark,
  Link,
  RecoveryCode,
  Replica,
  SecondStep,
  Session,
  SignInFlow,
  Throttle,
  TwoFactor,
  User,
] as const;
