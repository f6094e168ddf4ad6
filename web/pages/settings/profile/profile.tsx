import { useAccount } from '#web/layout/account.ts';
import { Identities } from './identities.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { SecondStep } from './second-step.tsx';

/** Who one is, what one signs in with. */
export function Profile() {
  const account = useAccount();
  if (account === undefined) return null;
  return (
    <>
      <ProfileForm account={account} />
      <PasswordForm account={account} />
      <SecondStep account={account} />
      <Identities account={account} />
    </>
  );
}
