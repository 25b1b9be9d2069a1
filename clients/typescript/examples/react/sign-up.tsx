import { type FormEvent, useState } from "react";
import { type FieldError, type Problem, RegistrationClient } from "registration-client";

type Step = { name: "form" } | { name: "code"; registration: string } | { name: "done" };

/** A form of your own, with the client. */
export function SignUp({ service }: { service: string }) {
  const [client] = useState(() => new RegistrationClient(service));
  const [step, setStep] = useState<Step>({ name: "form" });
  const [problem, setProblem] = useState<Problem>();

  async function register(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    const fields = { username: text("username"), email: text("email"), password: text("password") };
    const result = await client.register(fields);
    setProblem(result.ok ? undefined : result.problem);
    if (!result.ok) return;
    const { value } = result;
    setStep(value.status === "pending" ? { name: "code", registration: value.registration } : { name: "done" });
  }

  async function activate(event: FormEvent<HTMLFormElement>, registration: string) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    const result = await client.activateByCode(registration, code);
    setProblem(result.ok ? undefined : result.problem);
    if (result.ok) setStep({ name: "done" });
  }

  switch (step.name) {
    case "form":
      return (
        <form onSubmit={register} noValidate>
          <h1>Join Example</h1>
          <Summary problem={problem} />
          <Field name="username" label="Username" autoComplete="username" errors={problem?.errors} />
          <Field name="email" label="Email address" type="email" autoComplete="email" errors={problem?.errors} />
          <Field
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            errors={problem?.errors}
          />
          <button type="submit">Join</button>
        </form>
      );
    case "code":
      return (
        <form onSubmit={(event) => activate(event, step.registration)} noValidate>
          <h1>Check your email</h1>
          <Summary problem={problem} />
          <Field
            name="code"
            label="Code from the email"
            inputMode="numeric"
            autoComplete="one-time-code"
            errors={problem?.errors}
          />
          <button type="submit">Activate</button>
          <button type="button" onClick={() => client.resend({ registration: step.registration })}>
            Send the email again
          </button>
        </form>
      );
    case "done":
      return <h1>Your account is active</h1>;
  }
}

/** A problem in the words of the service. */
function Summary({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null;
  return (
    <p className="error" role="alert">
      {problem.detail || "The service cannot be reached. Try again."}
    </p>
  );
}

interface FieldProps extends React.InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
  errors: FieldError[] | undefined;
}

function Field({ name, label, errors, ...attributes }: FieldProps) {
  const error = errors?.find(({ field }) => field === name);
  return (
    <>
      <label htmlFor={name}>{label}</label>
      <input
        {...attributes}
        id={name}
        name={name}
        autoCapitalize="none"
        aria-invalid={error !== undefined}
        aria-describedby={`${name}-error`}
      />
      <p className="error" id={`${name}-error`}>
        {error?.message}
      </p>
    </>
  );
}
