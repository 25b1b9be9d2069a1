// Generated from infra/openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/register": {
        parameters: {
            query?: {
                /**
                 * @description The form, of those that visitors may pick. The default one if it is not given.
                 * @example terms
                 */
                type?: components["parameters"]["Type"];
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description An activation key, for a user who chooses name and password with the mailbox proven. The address is that of the key. It may also be a field of the body.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                activation?: components["parameters"]["Activation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The form
         * @description A page, or the form as a JSON Schema of the body that POST takes.
         *
         *     With the backend `waitlist` and without an invitation it is the form of the waiting list.
         */
        get: operations["showForm"];
        put?: never;
        /**
         * Register
         * @description The same submission again is the same registration and has the same answer. `Idempotency-Key`, or the field
         *     `idempotency_key`, identifies it. A program that uses it for another submission gets `idempotency_key_reused`.
         *
         *     If the address is registered already, the answer is the same, and its owner gets an email.
         *
         *     With the backend `waitlist` and without an invitation the address gets a place on the waiting list, or keeps
         *     the one that it has. The answer is the same for every address.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headForm"];
        patch?: never;
        trace?: never;
    };
    "/register/complete": {
        parameters: {
            query?: {
                /**
                 * @description With `waiting`, the page is about a place on the waiting list (backend `waitlist`).
                 * @example waiting
                 */
                status?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /** @description The handle that the answer to the registration had, from a program. A browser has it in a cookie. */
                Registration?: components["parameters"]["RegistrationHandle"];
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The page after a registration
         * @description In the browser that registered, the page names the address. It has a form that corrects it, and a button that
         *     sends the email again. A program that sends the handle gets the registration's status.
         */
        get: operations["showRegistered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headRegistered"];
        patch?: never;
        trace?: never;
    };
    "/register/email": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The way to the page with the form
         * @description A browser gets here that reloads the answer of the form, or opens it in another language.
         */
        get: operations["leadToCorrection"];
        put?: never;
        /**
         * Correct the address of a pending registration
         * @description The registration gets the other address, and an email goes there. Keys that went to the old address no longer
         *     activate it. A registration is corrected three times at most, and not if an invitation fixes the address.
         *
         *     If the other address is registered already, the answer is the same, and its owner gets an email.
         */
        post: operations["correctEmail"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headCorrection"];
        patch?: never;
        trace?: never;
    };
    "/register/closed": {
        parameters: {
            query?: {
                /**
                 * @description The `code` of a denial. The page shows no reason for a code that is not built in.
                 * @example invitation_expired
                 */
                reason?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /** The page for users who may not register */
        get: operations["showClosed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headClosed"];
        patch?: never;
        trace?: never;
    };
    "/register/style.css": {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        /** The stylesheet of the pages */
        get: operations["getStylesheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headStylesheet"];
        patch?: never;
        trace?: never;
    };
    "/register/form.js": {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        /** The script of the form */
        get: operations["getScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headScript"];
        patch?: never;
        trace?: never;
    };
    "/register/allowed": {
        parameters: {
            query?: {
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this request may register
         * @description For sites that show a link to the form. It returns the decision of POST /register with the same query and headers.
         */
        get: operations["isAllowed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headAllowed"];
        patch?: never;
        trace?: never;
    };
    "/register/openid": {
        parameters: {
            query: {
                /**
                 * @description The identifier of the sign-in, as the callback adds it. The browser has its secret in a cookie.
                 * @example k3qf7y2m
                 */
                sign_in: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /** The form with the fields that the OpenID provider did not fill in */
        get: operations["showSignedInForm"];
        put?: never;
        /**
         * Register the person who has signed in
         * @description Only a page of this origin may use the browser's sign-in. A program gets 410.
         */
        post: operations["registerSignedIn"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headSignedInForm"];
        patch?: never;
        trace?: never;
    };
    "/register/openid/{provider}": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        /**
         * Sign in at an OpenID provider
         * @description The browser goes to the provider, with a cookie for its return. The query is that of `GET /register`, and holds for the registration. A visit from another site goes to the form.
         */
        get: operations["beginSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headSignIn"];
        patch?: never;
        trace?: never;
    };
    "/register/openid/{provider}/callback": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        /**
         * The return from an OpenID provider
         * @description The address for the provider's settings. The answer is accepted once, from the browser that began.
         *
         *     If the provider is trusted for the address, the user is registered and active. If fields are missing, the
         *     browser goes to `/register/openid`.
         */
        get: operations["answerSignIn"];
        put?: never;
        /**
         * The return from an OpenID provider that answers by a form
         * @description The form comes from the provider's site, without cookies. The browser repeats the answer as GET.
         */
        post: operations["postSignInAnswer"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headSignInAnswer"];
        patch?: never;
        trace?: never;
    };
    "/activate/complete": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /** The page after an activation */
        get: operations["showActivated"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headActivated"];
        patch?: never;
        trace?: never;
    };
    "/activate/code": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The way to the page with the form
         * @description A browser gets here that reloads the answer of the form, or opens it in another language.
         */
        get: operations["leadToCode"];
        put?: never;
        /**
         * Activate a registration by the code in its last email
         * @description The code activates the registration of the handle that the request has: a browser's cookie, or a program's
         *     `registration`. Spaces, hyphens and the digits of other scripts are read as people type them.
         *
         *     A code has five tries, and a wrong one counts a try. After many wrong codes from a source, for a domain or in
         *     all, codes pause until the end of the hour. The link in the email still works.
         */
        post: operations["activateByCode"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headCode"];
        patch?: never;
        trace?: never;
    };
    "/activate/resend": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /** The form that asks for another activation email */
        get: operations["showResend"];
        put?: never;
        /**
         * Ask for another activation email
         * @description The answer is the same for every address, known or not. One mailbox gets at most one requested email a minute, and five emails a day in all (REGISTRATION_LIMIT_PER_MAILBOX).
         */
        post: operations["resend"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headResend"];
        patch?: never;
        trace?: never;
    };
    "/activate/resend/complete": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        /** The page after that */
        get: operations["showResent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headResent"];
        patch?: never;
        trace?: never;
    };
    "/activate/{key}": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The activation key in the email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        /**
         * The page with the button that activates
         * @description It changes nothing, since mail scanners open links. To a program it returns the decision of POST.
         */
        get: operations["showActivation"];
        put?: never;
        /**
         * Activate
         * @description The key proves the mailbox. It activates the registration of the client that sends its handle, if that has the
         *     same mailbox. A browser has the handle in a cookie, and sends no body. Without the handle, the user goes on to
         *     choose name and password, unless the link suffices.
         */
        post: operations["activate"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headActivation"];
        patch?: never;
        trace?: never;
    };
    "/approve/{key}": {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The key in an approver's email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        /**
         * The page with the buttons that approve and reject
         * @description It changes nothing, since mail scanners open links. After the decision, the page and the JSON have the decision,
         *     its time and who decided.
         */
        get: operations["showApproval"];
        put?: never;
        /**
         * Approve or reject a user
         * @description The first decision is the only one, and is recorded with the approver's address. The same decision of the same
         *     approver again gets the same answer, and any other one gets `already_decided`.
         */
        post: operations["decide"];
        delete?: never;
        options?: never;
        /** As GET, without the body */
        head: operations["headApproval"];
        patch?: never;
        trace?: never;
    };
    "x-other-paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The body of a program for the form `standard`. `null` counts as absent. */
        Registration: {
            username: components["schemas"]["Username"];
            email: components["schemas"]["EmailAddress"];
            password: components["schemas"]["Password"];
            /** @description The password again. Programs may leave it out. */
            password_confirm?: string | null;
            invitation?: components["schemas"]["InvitationCode"];
            idempotency_key?: components["schemas"]["IdempotencyKey"];
            captcha?: components["schemas"]["CaptchaToken"];
            "cf-turnstile-response"?: components["schemas"]["CaptchaToken"];
            "h-captcha-response"?: components["schemas"]["CaptchaToken"];
            comment_subject?: components["schemas"]["Honeypot"];
        };
        /** @description The body of the page for the form `standard`. */
        RegistrationForm: {
            username: components["schemas"]["Username"];
            email: components["schemas"]["EmailAddress"];
            password: components["schemas"]["Password"];
            /** @description The password again. */
            password_confirm: string;
            invitation?: components["schemas"]["InvitationCode"];
            idempotency_key?: components["schemas"]["IdempotencyKey"];
            captcha?: components["schemas"]["CaptchaToken"];
            "cf-turnstile-response"?: components["schemas"]["CaptchaToken"];
            "h-captcha-response"?: components["schemas"]["CaptchaToken"];
            comment_subject?: components["schemas"]["Honeypot"];
        };
        /** @description Letters and digits of any script and `@ . + - _`. The name is neither taken nor reserved, nor confusable with one that is. Leading and trailing spaces are dropped. */
        Username: string;
        /**
         * Format: idn-email
         * @description One address, with a dot in its domain and nothing but ASCII before the `@`. Spaces around it are dropped.
         */
        EmailAddress: string;
        /**
         * Format: password
         * @description Any characters, counted in Unicode's form NFC. A deployment may set another minimum length. The password is not a common one, and does not contain the username, the address or the site's name.
         */
        Password: string;
        /** @description The code of an invitation (backend `invitation`), if it is not in the address. */
        InvitationCode: string | null;
        /** @description As the header, which goes before it. */
        IdempotencyKey: string | null;
        /** @description The token of the bot check, if there is one. `x-captcha` of the form's schema names the provider's own field. */
        CaptchaToken: string | null;
        /** @description The honeypot, a field that people do not see. Do not send it. A submission that fills it gets a normal-looking response and is discarded. */
        Honeypot: string | null;
        ApprovalDecision: {
            /** @enum {unknown} */
            decision: "approve" | "reject";
        };
        /** @description The address, or the handle of the registration. A browser has the handle in a cookie. */
        Resend: {
            email?: components["schemas"]["EmailAddress"];
            registration?: components["schemas"]["RegistrationHandle"];
        };
        /**
         * @description The secret of the client that registered. With it the client activates the registration or corrects its address. Keep it like a password.
         * @example 01ARZ3NDEKTSV4RRFFQ69G5FAV.p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
         */
        RegistrationHandle: string;
        Correction: {
            registration: components["schemas"]["RegistrationHandle"];
            email: components["schemas"]["EmailAddress"];
            captcha?: components["schemas"]["CaptchaToken"];
        };
        /** @description The form as a JSON Schema, in the request's language, without a password. */
        SignedInFormSchema: {
            /** @constant */
            $schema: "https://json-schema.org/draft/2020-12/schema";
            /** @constant */
            type: "object";
            title: string;
            description?: string;
            properties: {
                email: components["schemas"]["FieldSchema"];
            } & {
                [key: string]: components["schemas"]["FieldSchema"];
            };
            required: string[];
        };
        SignedInRegistration: {
            username?: components["schemas"]["Username"];
            email: components["schemas"]["EmailAddress"];
            idempotency_key?: components["schemas"]["IdempotencyKey"];
            "cf-turnstile-response"?: components["schemas"]["CaptchaToken"];
            "h-captcha-response"?: components["schemas"]["CaptchaToken"];
        };
        SignInAnswer: {
            state: string;
            code?: string;
            error?: string;
            iss?: string;
        };
        CorrectionForm: {
            email: components["schemas"]["EmailAddress"];
            "cf-turnstile-response"?: components["schemas"]["CaptchaToken"];
            "h-captcha-response"?: components["schemas"]["CaptchaToken"];
        };
        ActivationByCode: {
            registration: components["schemas"]["RegistrationHandle"];
            code: components["schemas"]["ActivationCode"];
        };
        ActivationByCodeForm: {
            code: components["schemas"]["ActivationCode"];
        };
        /**
         * @description The six digits in the last email for the registration.
         * @example 123456
         */
        ActivationCode: string;
        Activation: {
            /** @description Required unless the link suffices (`proof` of GET). */
            registration?: components["schemas"]["RegistrationHandle"] | null;
        };
        /** @description A JSON Schema (draft 2020-12) of the body that POST /register takes, in the request's language. docs/guides/forms.md says what may be in it. */
        FormSchema: {
            /** @constant */
            $schema: "https://json-schema.org/draft/2020-12/schema";
            /** @constant */
            type: "object";
            title: string;
            description?: string;
            /** @description The form of the waiting list has no password. */
            properties: {
                email: components["schemas"]["FieldSchema"];
                password?: components["schemas"]["FieldSchema"];
            } & {
                [key: string]: components["schemas"]["FieldSchema"];
            };
            required: string[];
            "x-captcha"?: components["schemas"]["Captcha"];
            /**
             * @description The form is that of the waiting list.
             * @constant
             */
            "x-waitlist"?: true;
            /** @description The providers that users may register by, each with the link that begins a sign-in. */
            "x-openid-providers"?: {
                label: string;
                url: string;
            }[];
        };
        /** @description A JSON Schema of one field. The order of the fields is that of the form. */
        FieldSchema: {
            /** @enum {unknown} */
            type: "string" | "integer" | "boolean";
            title?: string;
            description?: string;
            /** @enum {unknown} */
            format?: "email" | "uri" | "date" | "password";
            pattern?: string;
            minLength?: number;
            maxLength?: number;
            minimum?: number;
            maximum?: number;
            enum?: unknown[];
            const?: string | number | boolean;
            writeOnly?: boolean;
            default?: string | number | boolean;
            "x-title-parts"?: components["schemas"]["TextParts"];
            "x-description-parts"?: components["schemas"]["TextParts"];
            /** @description The labels of the values in `enum`, by value, if they differ from the values. */
            "x-enum"?: {
                [key: string]: string;
            };
            /** @description HTML's autofill detail tokens. */
            "x-autocomplete"?: string;
            /**
             * @description HTML's `inputmode`.
             * @enum {unknown}
             */
            "x-inputmode"?: "numeric" | "decimal" | "tel" | "email" | "url";
            /** @description Whether the text may have several lines. */
            "x-multiline"?: boolean;
            /** @description Whether the value is in signals and answers. */
            "x-signal"?: boolean;
            /**
             * Format: uri
             * @description The URL of the document that the box accepts.
             */
            "x-document"?: string;
            /** @description The version of the document that the box accepts. To tick the box, send this version or `true`. If the form has another version by then, the answer is `not_accepted` to the former, and the latter accepts that version. */
            "x-version"?: string;
        };
        /** @description The text in parts, if it has links to the terms of use, the privacy notice or the document of a box. */
        TextParts: {
            text: string;
            /** Format: uri */
            url?: string;
        }[];
        /** @description There is a bot check, by this provider. */
        Captcha: {
            /** @enum {unknown} */
            provider: "turnstile" | "hcaptcha";
            /** @description The public key for the provider's widget. */
            site_key: string;
            /**
             * @description The field in which the widget sends its token.
             * @enum {unknown}
             */
            field: "cf-turnstile-response" | "h-captcha-response";
        };
        Allowed: components["schemas"]["MayRegister"] | components["schemas"]["MayNotRegister"];
        MayRegister: {
            /** @constant */
            allowed: true;
            backend: components["schemas"]["Backend"];
        };
        MayNotRegister: {
            /** @constant */
            allowed: false;
            backend: components["schemas"]["Backend"];
            reason: components["schemas"]["Reason"];
        };
        /** @description How people register, as REGISTRATION_BACKEND is set. */
        Backend: string;
        Pending: {
            /** @constant */
            status: "pending";
            next: components["schemas"]["Next"];
            registration: components["schemas"]["RegistrationHandle"];
            activation_by: components["schemas"]["ActivationBy"];
        } | {
            /** @constant */
            status: "awaiting_approval";
            next: components["schemas"]["Next"];
        } | {
            /** @constant */
            status: "waiting";
            next: components["schemas"]["Next"];
        };
        /** @description The parts of the email that activate. Without `link` here, its link only starts over. */
        ActivationBy: ("link" | "code")[];
        Corrected: {
            /** @constant */
            status: "pending";
            next: components["schemas"]["Next"];
        };
        RegistrationStatus: {
            /** @constant */
            status: "pending";
            /** Format: date-time */
            expires_at: string;
            activation_by: components["schemas"]["ActivationBy"];
        } | {
            /** @enum {unknown} */
            status: "awaiting_approval" | "active" | "rejected" | "disabled";
        };
        Registered: {
            /** @constant */
            status: "active";
            user: components["schemas"]["User"];
            next: components["schemas"]["Next"];
        };
        ResendAccepted: {
            /** @constant */
            status: "accepted";
        };
        Activatable: {
            /** @constant */
            status: "pending";
            /**
             * @description The proof that POST needs in addition to the key. `registration` is the handle of the client that registered. With `none` the link suffices. With `start_over` the key activates no registration, and the user chooses name and password at `/register?activation={key}`.
             * @enum {unknown}
             */
            proof: "registration" | "none" | "start_over";
        };
        Activated: {
            /** @enum {unknown} */
            status: "active" | "awaiting_approval";
            user: components["schemas"]["User"];
            next: components["schemas"]["Next"];
        };
        Approval: {
            /** @enum {unknown} */
            status: "awaiting_approval" | "active" | "rejected" | "disabled";
            user: components["schemas"]["User"];
            /**
             * @description The decision, once there is one.
             * @enum {unknown}
             */
            decision?: "approve" | "reject";
            decided_by?: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            decided_at?: string;
        };
        /** @description The operator who decided. The address of an approver, or for a command the ARN of the IAM identity. */
        DecidedBy: string;
        /**
         * Format: uri-reference
         * @description The next page for a browser: a path of this site, or a URL that the deployment or its backend chose. For an
         *     active user it is REGISTRATION_LOGIN_URL, if that is set.
         */
        Next: string;
        User: {
            /** @description A ULID, so that identifiers sort by the time of registration. */
            id: string;
            /** @description The name of the form, if it was not the default one. */
            type?: string;
            /** @description The name as typed. Absent where the address is the name. */
            username?: string;
            /**
             * Format: idn-email
             * @description As typed, its domain in the readable form of UTS 46.
             */
            email: string;
            /**
             * @description Approvers alone get `rejected` and `disabled`.
             * @enum {unknown}
             */
            status: "active" | "awaiting_approval" | "rejected" | "disabled";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            activated_at?: string;
            /** @description The form's further fields that are marked `x-signal`. */
            fields?: {
                [key: string]: string | number | boolean;
            };
            /** @description The documents that the user accepted by boxes that are marked `x-signal`. */
            consents?: components["schemas"]["Consent"][];
            /** @description The identities at OpenID providers by which the user registered. */
            identities?: {
                provider: string;
                issuer: string;
                subject: string;
            }[];
        };
        Consent: {
            /** @description The name of the form's field. */
            field: string;
            /**
             * Format: uri
             * @description The URL of the document, if the form names it.
             */
            document?: string;
            version: string;
            /** @description The language of the form, such as `de`. */
            language: string;
            /** Format: date-time */
            accepted_at: string;
            /** @description The source address of the request, unless the deployment keeps none. */
            ip?: string;
        };
        /**
         * @description The codes of problems, without the reasons not to register.
         * @enum {unknown}
         */
        ProblemCode: "malformed_body" | "malformed_header" | "cross_site_request" | "account_disabled" | "proof_required" | "not_found" | "form_unknown" | "activation_key_unknown" | "approval_key_unknown" | "registration_unknown" | "code_wrong" | "code_expired" | "codes_paused" | "activation_not_supported" | "method_not_allowed" | "uri_too_long" | "sign_in_unknown" | "sign_in_denied" | "sign_in_invalid" | "provider_unavailable" | "account_exists" | "already_activated" | "start_over_required" | "not_correctable" | "awaiting_approval" | "already_decided" | "activation_key_expired" | "approval_key_expired" | "content_too_large" | "unsupported_media_type" | "validation_failed" | "idempotency_key_reused" | "rate_limited" | "internal_error" | "service_unavailable" | "mail_budget_exhausted" | "captcha_unavailable";
        /**
         * @description The reasons not to register that the built-in backends give.
         * @enum {unknown}
         */
        BuiltInReason: "registration_closed" | "registration_paused" | "credential_required" | "credential_invalid" | "claim_required" | "openid_required" | "invitation_required" | "invitation_unknown" | "invitation_spent" | "invitation_expired" | "invitation_revoked";
        /**
         * @description The codes of what is wrong with a field.
         * @enum {unknown}
         */
        BuiltInFieldErrorCode: "required" | "invalid" | "too_long" | "too_short" | "too_small" | "too_large" | "mismatch" | "taken" | "reserved" | "look_alike" | "not_own_address" | "looks_like_link" | "too_common" | "too_similar" | "not_accepted" | "not_in_list" | "domain_not_allowed" | "not_invited" | "not_proven" | "captcha_required" | "captcha_failed" | "captcha_unavailable";
        /** @description A code that your own backend adds. */
        OwnCode: string & {
            ownCode: true;
        };
        /** @description Why a request may not register. */
        Reason: components["schemas"]["BuiltInReason"] | components["schemas"]["OwnCode"];
        FieldErrorCode: components["schemas"]["BuiltInFieldErrorCode"] | components["schemas"]["OwnCode"];
        /** @description A problem (RFC 9457). `type` is absent, and so `about:blank`. `code` identifies the problem. */
        Problem: {
            /** @description A few words for people, in the request's language. */
            title: string;
            status: number;
            /** @description A sentence for people that says what to do, in the request's language. */
            detail: string;
            code: string;
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: uri-reference
             * @description Where a browser is to go on. With `proof_required`, the user chooses name and password there. With `start_over_required`, the user gets an email with a link to do so. `already_activated` has the login, where REGISTRATION_LOGIN_URL is set.
             */
            next?: string;
            /** @description With `code_wrong`, the number of tries that the code has left. */
            tries_left?: number;
            /**
             * @description With `already_decided`, the decision that counts.
             * @enum {unknown}
             */
            decision?: "approve" | "reject";
            decided_by?: components["schemas"]["DecidedBy"];
            /**
             * Format: date-time
             * @description With `already_decided`, the time of the decision.
             */
            decided_at?: string;
        };
        FieldError: {
            /** @description The field's name in the body. `captcha` for the bot check. */
            field: string;
            code: components["schemas"]["FieldErrorCode"];
            /** @description A sentence for people that says what to do, in the request's language. */
            message: string;
        };
        Malformed: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "malformed_body" | "malformed_header";
        };
        MalformedHeader: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "malformed_header";
        };
        RegistrationRefused: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: components["schemas"]["Reason"] | ("cross_site_request" | "account_disabled");
        };
        FormDenied: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: components["schemas"]["Reason"] | "account_disabled";
        };
        RegistrationUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "registration_unknown";
        };
        CodeUnusable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "registration_unknown" | "activation_not_supported";
        };
        CodeExpired: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 410;
            /** @enum {unknown} */
            code?: "code_expired";
        };
        CodeWrong: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: "code_wrong" | "validation_failed";
        };
        CodesPaused: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "codes_paused";
        };
        RateLimited: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "rate_limited";
        };
        FormUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "service_unavailable" | "mail_budget_exhausted";
        };
        NotCorrectable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "not_correctable";
        };
        CrossSite: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "cross_site_request";
        };
        ActivationDenied: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: "account_disabled" | components["schemas"]["OwnCode"];
        };
        ActivationRefused: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: ("account_disabled" | "cross_site_request" | "proof_required") | components["schemas"]["OwnCode"];
        };
        FormOrKeyUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "form_unknown" | "activation_key_unknown" | "activation_not_supported";
        };
        ActivationNotSupported: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "activation_not_supported";
        };
        ActivationUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "activation_key_unknown" | "activation_not_supported";
        };
        NotFound: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "not_found";
        };
        MethodNotAllowed: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 405;
            /** @enum {unknown} */
            code?: "method_not_allowed";
        };
        RegistrationDenied: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: components["schemas"]["Reason"];
        };
        SignInRefused: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            code?: components["schemas"]["Reason"] | ("sign_in_denied" | "sign_in_invalid" | "account_disabled");
        };
        SignInUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 410;
            /** @enum {unknown} */
            code?: "sign_in_unknown";
        };
        AccountExists: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "account_exists" | "awaiting_approval";
        };
        UriTooLong: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 414;
            /** @enum {unknown} */
            code?: "uri_too_long";
        };
        ProviderUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "provider_unavailable" | "service_unavailable" | "mail_budget_exhausted";
        };
        ActivatedBefore: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "already_activated" | "awaiting_approval";
        };
        CodeConflict: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "already_activated" | "awaiting_approval" | "start_over_required";
        };
        ApprovalUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "approval_key_unknown" | "not_found";
        };
        ApprovalExpired: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 410;
            /** @enum {unknown} */
            code?: "approval_key_expired";
        };
        AlreadyDecided: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "already_decided";
        };
        InvalidDecision: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: "validation_failed";
            errors: unknown;
        };
        ActivationExpired: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 410;
            /** @enum {unknown} */
            code?: "activation_key_expired";
        };
        TooLarge: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "content_too_large";
        };
        Unsupported: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "unsupported_media_type";
        };
        Invalid: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: "validation_failed";
        };
        InvalidRegistration: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: "validation_failed" | "idempotency_key_reused";
        };
        InvalidAddress: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 422;
            /** @enum {unknown} */
            code?: "validation_failed";
            errors: unknown;
        };
        InternalError: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "internal_error";
        };
        Unavailable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "service_unavailable";
        };
        RegistrationUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "service_unavailable" | "mail_budget_exhausted" | "captcha_unavailable";
        };
        /** @description An answer of API Gateway itself. */
        GatewayMessage: {
            message: string;
        };
    };
    responses: {
        /** @description The page. */
        Page: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The stylesheet. A browser may keep it for an hour, or for a year if the URL has its version. With the version of another deployment it is not kept. */
        Stylesheet: {
            headers: {
                "Cache-Control": "public, max-age=3600" | "public, max-age=31536000, immutable" | "no-cache";
                ETag: string;
                Vary: "accept-encoding";
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/css": string;
            };
        };
        /** @description The script, which is cached like the stylesheet. */
        Script: {
            headers: {
                "Cache-Control": "public, max-age=3600" | "public, max-age=31536000, immutable" | "no-cache";
                ETag: string;
                Vary: "accept-encoding";
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/javascript": string;
            };
        };
        /** @description The client has this version already. */
        NotModified: {
            headers: {
                "Cache-Control": "public, max-age=3600" | "public, max-age=31536000, immutable" | "no-cache";
                ETag: string;
                Vary: "accept-encoding";
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The form. */
        Form: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/schema+json": components["schemas"]["FormSchema"];
            };
        };
        /** @description A page's request may not register. `/register/closed` says why. */
        Closed: {
            headers: {
                Location: components["headers"]["Location"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The browser goes to the page of the backend's choice, or to `/register/closed` if it may not register. */
        SentOn: {
            headers: {
                Location: components["headers"]["Location"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The service has no pages here, and the browser goes to that of its front end. */
        ToFrontEnd: {
            headers: {
                Location: components["headers"]["Location"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description The path has slashes or other signs around it. Repeat the request, with its query, at `Location`. */
        Moved: {
            headers: {
                Location: components["headers"]["Location"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description Whether, and if not, why not. JSON whatever is accepted. */
        Allowed: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Allowed"];
            };
        };
        /** @description The user is active (backend `simple`, an invitation that proves the address, or your own backend). */
        Registered: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Registered"];
            };
        };
        /** @description The registration is stored, and an email is on its way to the address. Or the address is on the waiting list. */
        Pending: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Pending"];
            };
        };
        /** @description The address is corrected, and an email is on its way there. */
        Corrected: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Corrected"];
            };
        };
        /** @description The page. To a program with a handle, the registration's status. */
        RegistrationStatus: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["RegistrationStatus"];
            };
        };
        /** @description The request has no handle of a pending registration. */
        RegistrationUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["RegistrationUnknown"];
            };
        };
        /** @description There is no registration with this handle. */
        HandleUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RegistrationUnknown"];
            };
        };
        /** @description The address was corrected three times, or an invitation fixes it. */
        NotCorrectable: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["NotCorrectable"];
            };
        };
        /** @description If a user waits for an email at this address, it is on its way. */
        ResendAccepted: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ResendAccepted"];
            };
        };
        /** @description The page with the button. To a program, the user's status. */
        Activatable: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["Activatable"];
            };
        };
        /** @description The address is proven. The user is `active`, or `awaiting_approval` (backend `approval`). */
        Activated: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Activated"];
            };
        };
        /** @description The page. To a program, the user, and the decision once there is one. */
        Approval: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["Approval"];
            };
        };
        /** @description The user is `active` or `rejected`, by this decision. */
        Decided: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Approval"];
            };
        };
        /** @description There is no such key, its user is gone, or its reader approves no longer. Or the backend has no approvers. */
        ApprovalUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ApprovalUnknown"];
            };
        };
        /** @description The key's time is over. The command still works. */
        ApprovalExpired: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ApprovalExpired"];
            };
        };
        /** @description Another approver or the command decided before, or this approver decided otherwise. */
        AlreadyDecided: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["AlreadyDecided"];
            };
        };
        /** @description The decision is neither `approve` nor `reject`. */
        InvalidDecision: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["InvalidDecision"];
            };
        };
        /** @description The body or a header cannot be read. */
        Malformed: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["Malformed"];
            };
        };
        /** @description A header cannot be read. */
        MalformedHeader: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["MalformedHeader"];
            };
        };
        /** @description This request may not register, or an operator has disabled the account of the activation key. */
        FormDenied: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["FormDenied"];
            };
        };
        /** @description This request may not register, or another site's page sent it. */
        RegistrationRefused: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["RegistrationRefused"];
            };
        };
        /** @description Another site's page sent this, by `Sec-Fetch-Site` or `Origin`. JSON is left to the browser's preflight. */
        CrossSite: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CrossSite"];
            };
        };
        /** @description An operator has disabled the account, or your own backend rejects the activation. */
        ActivationDenied: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivationDenied"];
            };
        };
        /** @description The user may not go on, or another site's page sent it. With `proof_required`, the client is not the one that registered, and `next` is where the user chooses name and password. */
        ActivationRefused: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivationRefused"];
            };
        };
        /** @description There is no form of this type, or none that visitors may pick. Or there is no such activation key, or users are active from the start. */
        FormOrKeyUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["FormOrKeyUnknown"];
            };
        };
        /** @description Users are active from the start (backend `simple`). */
        ActivationNotSupported: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivationNotSupported"];
            };
        };
        /** @description The request has no handle of a pending registration. Or the deployment has no codes, or users are active from the start. */
        CodeUnusable: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CodeUnusable"];
            };
        };
        /** @description The registration has no code that may be tried. It has expired, or was tried too often. */
        CodeExpired: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CodeExpired"];
            };
        };
        /** @description The code is wrong, which counts a try, or is not six digits, which counts none. */
        CodeWrong: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CodeWrong"];
            };
        };
        /** @description There is no such key, its user is gone, or another user has proven the address. Or users are active from the start. */
        ActivationUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivationUnknown"];
            };
        };
        /** @description The service has no pages here (REGISTRATION_PAGES). */
        NoPages: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotFound"];
            };
        };
        /** @description There is no such path. */
        NotFound: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["NotFound"];
            };
        };
        /** @description To `OPTIONS`, the methods of the path in `Allow`. */
        Options: {
            headers: {
                Allow: components["headers"]["Allow"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The path has other methods, those in `Allow`. */
        MethodNotAllowed: {
            headers: {
                Allow: components["headers"]["Allow"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["MethodNotAllowed"];
            };
        };
        /** @description The address is proven already. The user is active, or an operator has yet to approve. */
        ActivatedBefore: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivatedBefore"];
            };
        };
        /** @description The address is proven already. Or the code is right, and the registration can no longer be activated, because another user has its name. The link in the email then starts over. */
        CodeConflict: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CodeConflict"];
            };
        };
        /** @description The key's time is over. */
        ActivationExpired: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ActivationExpired"];
            };
        };
        /** @description The body is over 64 KiB. Over 10 MiB the answer is API Gateway's, without the headers. */
        TooLarge: {
            headers: {
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["TooLarge"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The body is neither a form nor JSON. */
        Unsupported: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["Unsupported"];
            };
        };
        /** @description Fields have errors, and all of them are reported together. The page keeps the values, except passwords. */
        Invalid: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["Invalid"];
            };
        };
        /** @description Fields have errors, and all of them are reported together. The page keeps the values, except passwords. Or a program used its idempotency key for another submission before. */
        InvalidRegistration: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["InvalidRegistration"];
            };
        };
        /** @description The value is not an address. */
        InvalidAddress: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["InvalidAddress"];
            };
        };
        /** @description The form without a password. */
        SignedInForm: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/schema+json": components["schemas"]["SignedInFormSchema"];
            };
        };
        /** @description A user has the address or the identity. */
        AccountExistsPage: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description Fields have errors. The page keeps the values. */
        InvalidPage: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
            };
        };
        /** @description This request may not register. */
        RegistrationDenied: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RegistrationDenied"];
            };
        };
        /** @description The person did not sign in, the provider's answer is invalid, or this request may not register. */
        SignInRefused: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["SignInRefused"];
            };
        };
        /** @description The sign-in is unknown, was used or has expired, or another browser began it. */
        SignInUnknown: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["SignInUnknown"];
            };
        };
        /** @description A user has the address or the identity, which the person has proven. With `awaiting_approval`, an operator has yet to approve. */
        AccountExists: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["AccountExists"];
            };
        };
        /** @description The query has over 1,024 bytes. */
        UriTooLong: {
            headers: {
                "Cache-Control": components["headers"]["CacheControl"];
                "Content-Language": components["headers"]["ContentLanguage"];
                "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                "Strict-Transport-Security": components["headers"]["StrictTransportSecurity"];
                Vary: components["headers"]["Vary"];
                "X-Content-Type-Options": components["headers"]["XContentTypeOptions"];
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["UriTooLong"];
            };
        };
        /** @description API Gateway's throttle. Try again later, with a growing delay. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description A bug of the service. Report it with the time. */
        InternalError: {
            headers: {
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["InternalError"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description API Gateway got no answer, for example because the functions have no concurrency left. */
        Overloaded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The table or the backend function gave no answer in time, or API Gateway got none. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["Unavailable"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The source has sent too many registrations, corrections, requests for emails or wrong secrets, or API Gateway's throttle. Try again after `Retry-After`, or with a growing delay. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["RateLimited"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description As RateLimited, for pages alone. */
        RateLimitedPage: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The service has used up its budget of emails. Or the table or the backend function gave no answer in time, or API Gateway got none. */
        FormUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["FormUnavailable"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The table or the bot check gave no answer in time. */
        UnavailablePage: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description The provider, the table or the backend function gave no answer in time. */
        ProviderUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["ProviderUnavailable"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description Too many wrong codes were sent, or API Gateway's throttle. */
        CodesPaused: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Set-Cookie": components["headers"]["SetCookie"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["CodesPaused"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description Something that had to be asked gave no answer in time. Nothing is half-done, and the same submission again is one registration. */
        RegistrationUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control"?: "no-store";
                "Content-Language"?: string;
                "Content-Security-Policy"?: string;
                "Referrer-Policy"?: "same-origin";
                "Strict-Transport-Security"?: "max-age=31536000";
                Vary?: "accept, accept-encoding, accept-language, content-type";
                "X-Content-Type-Options"?: "nosniff";
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/problem+json": components["schemas"]["RegistrationUnavailable"];
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
    };
    parameters: {
        /**
         * @description The form, of those that visitors may pick. The default one if it is not given.
         * @example terms
         */
        Type: string;
        /**
         * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
         *     and spaces are ignored.
         * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
         */
        Invitation: string;
        /**
         * @description An activation key, for a user who chooses name and password with the mailbox proven. The address is that of the key. It may also be a field of the body.
         * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
         */
        Activation: string;
        /** @description The handle that the answer to the registration had, from a program. A browser has it in a cookie. */
        RegistrationHandle: components["schemas"]["RegistrationHandle"];
        /** @description The version of the file, which pages add. */
        AssetVersion: string;
        /** @description The `ETag` of a version that the client has. */
        IfNoneMatch: string;
        /**
         * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
         * @example de
         */
        Lang: string;
        /**
         * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
         * @example de-CH, de;q=0.9, en;q=0.5
         */
        AcceptLanguage: string;
        /**
         * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
         * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description Nothing is kept. */
        CacheControl: "no-store";
        /** @description The language of what is said. */
        ContentLanguage: string;
        /**
         * @description Only the page's own scripts and styles, and the logo of REGISTRATION_LOGO_URL. With a bot check, also the
         *     sources that its provider documents.
         */
        ContentSecurityPolicy: string;
        /** @description No other site receives the address of a page, which may hold an activation key. */
        ReferrerPolicy: "same-origin";
        StrictTransportSecurity: "max-age=31536000";
        Vary: "accept, accept-encoding, accept-language, content-type";
        XContentTypeOptions: "nosniff";
        /** @description A path of this site, or a URL that the deployment or its backend chose. */
        Location: string;
        /** @description The handle of a browser's registration. Or the name of the account that is active now, for the page that the browser goes to, and for no other. */
        SetCookie: string;
        /** @description After so many seconds it may be tried again. API Gateway's own answer does not say. */
        RetryAfter: string;
        /** @description The methods that the path has. */
        Allow: "GET, HEAD, OPTIONS" | "GET, HEAD, POST, OPTIONS" | "POST, OPTIONS";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    showForm: {
        parameters: {
            query?: {
                /**
                 * @description The form, of those that visitors may pick. The default one if it is not given.
                 * @example terms
                 */
                type?: components["parameters"]["Type"];
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description An activation key, for a user who chooses name and password with the mailbox proven. The address is that of the key. It may also be a field of the body.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                activation?: components["parameters"]["Activation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Form"];
            303: components["responses"]["Closed"];
            403: components["responses"]["FormDenied"];
            404: components["responses"]["FormOrKeyUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    register: {
        parameters: {
            query?: {
                /**
                 * @description The form, of those that visitors may pick. The default one if it is not given.
                 * @example terms
                 */
                type?: components["parameters"]["Type"];
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description An activation key, for a user who chooses name and password with the mailbox proven. The address is that of the key. It may also be a field of the body.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                activation?: components["parameters"]["Activation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * @description The fields of the form that GET shows, at most 64 KiB. The schema here is that of the default form
         *     `standard`. A deployment may have others, which `type` selects. GET returns the JSON Schema of each. Fields
         *     that the form does not have are ignored. Any `application/*+json` is read as JSON.
         */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
                "application/x-www-form-urlencoded": components["schemas"]["RegistrationForm"];
            };
        };
        responses: {
            201: components["responses"]["Registered"];
            202: components["responses"]["Pending"];
            303: components["responses"]["SentOn"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["RegistrationRefused"];
            404: components["responses"]["FormOrKeyUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["InvalidRegistration"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["RegistrationUnavailable"];
        };
    };
    headForm: {
        parameters: {
            query?: {
                /**
                 * @description The form, of those that visitors may pick. The default one if it is not given.
                 * @example terms
                 */
                type?: components["parameters"]["Type"];
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description An activation key, for a user who chooses name and password with the mailbox proven. The address is that of the key. It may also be a field of the body.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                activation?: components["parameters"]["Activation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Form"];
            303: components["responses"]["Closed"];
            403: components["responses"]["FormDenied"];
            404: components["responses"]["FormOrKeyUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    showRegistered: {
        parameters: {
            query?: {
                /**
                 * @description With `waiting`, the page is about a place on the waiting list (backend `waitlist`).
                 * @example waiting
                 */
                status?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /** @description The handle that the answer to the registration had, from a program. A browser has it in a cookie. */
                Registration?: components["parameters"]["RegistrationHandle"];
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RegistrationStatus"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["HandleUnknown"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    headRegistered: {
        parameters: {
            query?: {
                /**
                 * @description With `waiting`, the page is about a place on the waiting list (backend `waitlist`).
                 * @example waiting
                 */
                status?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /** @description The handle that the answer to the registration had, from a program. A browser has it in a cookie. */
                Registration?: components["parameters"]["RegistrationHandle"];
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RegistrationStatus"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["HandleUnknown"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    leadToCorrection: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    correctEmail: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Any `application/*+json` is read as JSON. A browser has the handle in a cookie. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
                "application/x-www-form-urlencoded": components["schemas"]["CorrectionForm"];
            };
        };
        responses: {
            202: components["responses"]["Corrected"];
            303: components["responses"]["SentOn"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["RegistrationRefused"];
            404: components["responses"]["RegistrationUnknown"];
            409: components["responses"]["NotCorrectable"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["RegistrationUnavailable"];
        };
    };
    headCorrection: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    showClosed: {
        parameters: {
            query?: {
                /**
                 * @description The `code` of a denial. The page shows no reason for a code that is not built in.
                 * @example invitation_expired
                 */
                reason?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headClosed: {
        parameters: {
            query?: {
                /**
                 * @description The `code` of a denial. The page shows no reason for a code that is not built in.
                 * @example invitation_expired
                 */
                reason?: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getStylesheet: {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stylesheet"];
            304: components["responses"]["NotModified"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headStylesheet: {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Stylesheet"];
            304: components["responses"]["NotModified"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getScript: {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Script"];
            304: components["responses"]["NotModified"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headScript: {
        parameters: {
            query?: {
                /** @description The version of the file, which pages add. */
                v?: components["parameters"]["AssetVersion"];
            };
            header?: {
                /** @description The `ETag` of a version that the client has. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Script"];
            304: components["responses"]["NotModified"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    isAllowed: {
        parameters: {
            query?: {
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Allowed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    headAllowed: {
        parameters: {
            query?: {
                /**
                 * @description The code of an invitation (backends `invitation` and `waitlist`), which may also be a field of the body. Signs
                 *     and spaces are ignored.
                 * @example k3xq7d5vbn2mwe4cfzr6tpyualho2gjs
                 */
                invitation?: components["parameters"]["Invitation"];
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Allowed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    showSignedInForm: {
        parameters: {
            query: {
                /**
                 * @description The identifier of the sign-in, as the callback adds it. The browser has its secret in a cookie.
                 * @example k3qf7y2m
                 */
                sign_in: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SignedInForm"];
            303: components["responses"]["Closed"];
            403: components["responses"]["RegistrationDenied"];
            410: components["responses"]["SignInUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    registerSignedIn: {
        parameters: {
            query: {
                /**
                 * @description The identifier of the sign-in, as the callback adds it. The browser has its secret in a cookie.
                 * @example k3qf7y2m
                 */
                sign_in: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["SignedInRegistration"];
            };
        };
        responses: {
            303: components["responses"]["SentOn"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["CrossSite"];
            409: components["responses"]["AccountExistsPage"];
            410: components["responses"]["SignInUnknown"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["InvalidPage"];
            429: components["responses"]["RateLimitedPage"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UnavailablePage"];
        };
    };
    headSignedInForm: {
        parameters: {
            query: {
                /**
                 * @description The identifier of the sign-in, as the callback adds it. The browser has its secret in a cookie.
                 * @example k3qf7y2m
                 */
                sign_in: string;
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SignedInForm"];
            303: components["responses"]["Closed"];
            403: components["responses"]["RegistrationDenied"];
            410: components["responses"]["SignInUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["FormUnavailable"];
        };
    };
    beginSignIn: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["RegistrationDenied"];
            404: components["responses"]["NotFound"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ProviderUnavailable"];
        };
    };
    headSignIn: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["RegistrationDenied"];
            404: components["responses"]["NotFound"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ProviderUnavailable"];
        };
    };
    answerSignIn: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["SignInRefused"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AccountExists"];
            410: components["responses"]["SignInUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ProviderUnavailable"];
        };
    };
    postSignInAnswer: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["SignInAnswer"];
            };
        };
        responses: {
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headSignInAnswer: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The name of the provider in `REGISTRATION_OPENID_PROVIDERS`.
                 * @example google
                 */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["SignInRefused"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["AccountExists"];
            410: components["responses"]["SignInUnknown"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ProviderUnavailable"];
        };
    };
    showActivated: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headActivated: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    leadToCode: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    activateByCode: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Any `application/*+json` is read as JSON. A browser has the handle in a cookie. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationByCode"];
                "application/x-www-form-urlencoded": components["schemas"]["ActivationByCodeForm"];
            };
        };
        responses: {
            200: components["responses"]["Activated"];
            303: components["responses"]["SentOn"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["ActivationRefused"];
            404: components["responses"]["CodeUnusable"];
            409: components["responses"]["CodeConflict"];
            410: components["responses"]["CodeExpired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["CodeWrong"];
            429: components["responses"]["CodesPaused"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    headCode: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: components["responses"]["SentOn"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    showResend: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    resend: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Any `application/*+json` is read as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resend"];
                "application/x-www-form-urlencoded": components["schemas"]["Resend"];
            };
        };
        responses: {
            202: components["responses"]["ResendAccepted"];
            303: components["responses"]["SentOn"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["CrossSite"];
            404: components["responses"]["ActivationNotSupported"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["InvalidAddress"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    headResend: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            303: components["responses"]["ToFrontEnd"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    showResent: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    headResent: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Page"];
            404: components["responses"]["NoPages"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    showActivation: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The activation key in the email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Activatable"];
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["ActivationDenied"];
            404: components["responses"]["ActivationUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    activate: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The activation key in the email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Activation"];
            };
        };
        responses: {
            200: components["responses"]["Activated"];
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["ActivationRefused"];
            404: components["responses"]["ActivationUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    headActivation: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The activation key in the email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Activatable"];
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            403: components["responses"]["ActivationDenied"];
            404: components["responses"]["ActivationUnknown"];
            409: components["responses"]["ActivatedBefore"];
            410: components["responses"]["ActivationExpired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    showApproval: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The key in an approver's email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Approval"];
            308: components["responses"]["Moved"];
            404: components["responses"]["ApprovalUnknown"];
            410: components["responses"]["ApprovalExpired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    decide: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
                /**
                 * @description The same for a submission that is sent again, and no other. 1 to 255 visible ASCII characters, in quotes or not.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The key in an approver's email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        /** @description Any `application/*+json` is read as JSON. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalDecision"];
                "application/x-www-form-urlencoded": components["schemas"]["ApprovalDecision"];
            };
        };
        responses: {
            200: components["responses"]["Decided"];
            303: components["responses"]["SentOn"];
            308: components["responses"]["Moved"];
            400: components["responses"]["Malformed"];
            403: components["responses"]["CrossSite"];
            404: components["responses"]["ApprovalUnknown"];
            409: components["responses"]["AlreadyDecided"];
            410: components["responses"]["ApprovalExpired"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["Unsupported"];
            422: components["responses"]["InvalidDecision"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    headApproval: {
        parameters: {
            query?: {
                /**
                 * @description The language, which every link and redirect keeps. A language that is not offered is ignored.
                 * @example de
                 */
                lang?: components["parameters"]["Lang"];
            };
            header?: {
                /**
                 * @description The languages that are understood (RFC 9110, 12.5.4), for where `lang` does not say.
                 * @example de-CH, de;q=0.9, en;q=0.5
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path: {
                /**
                 * @description The key in an approver's email, 160 random bits in base32, in either case. A redirect removes signs that were
                 *     copied with the link.
                 * @example p2zqtg3crbnuvc5ehxd7myo6iks4jaw2
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Approval"];
            308: components["responses"]["Moved"];
            404: components["responses"]["ApprovalUnknown"];
            410: components["responses"]["ApprovalExpired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
