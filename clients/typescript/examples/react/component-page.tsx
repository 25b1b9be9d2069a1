import { useState } from "react";
import type { SignUpForm, SignUpFormEvent } from "registration-client/sign-up-form";
import "registration-client/sign-up-form";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "sign-up-form": DetailedHTMLProps<HTMLAttributes<SignUpForm>, SignUpForm> & {
        src: string;
        onactivated?: (event: SignUpFormEvent<"activated">) => void;
      };
    }
  }
}

/** A page with the web component. React 19 binds its events. */
export function ComponentPage({ service }: { service: string }) {
  const [welcome, setWelcome] = useState("Join Example");
  return (
    <>
      <h1>{welcome}</h1>
      <sign-up-form src={service} onactivated={({ detail }) => setWelcome(`Welcome, ${detail.user.username}`)} />
    </>
  );
}
