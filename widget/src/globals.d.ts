// What a page with the widget finds on `window`.

interface AskwellApi {
  /** Open the window. */
  open(): Promise<void>;
  /** Close the window. */
  close(): Promise<void>;
  /** Open the window and ask. */
  ask(text: string): Promise<void>;
  /** Say who the visitor is: a JWT signed by your own server. */
  identify(jwt: string): Promise<void>;
  /** Be told about `ready`, `open`, `close`, `question`, `answer`, `escalate`, `agent`, `feedback` and `destroy`. */
  on(event: string, listener: (detail: any) => void): () => void;
  /** Remove the widget. */
  destroy(): void;
}

interface Window {
  Askwell?: AskwellApi;
}
