import { AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Message } from 'vscode-languageclient';
import { ENDED } from './messages';

/** A worker, of Node or of the web. */
export interface WorkerPort {
  post(message: unknown): void;
  /** `ended` is called when the worker has failed or was ended. On the web, it is not called if the worker ends itself. */
  listen(received: (message: unknown) => void, ended: () => void): void;
  terminate(): void;
}

/** Returns the transports of a client whose server is a worker. When the worker ends, the connection is closed. */
export function transportsOf(port: WorkerPort) {
  return { reader: new Reader(port), writer: new Writer(port) };
}

class Reader extends AbstractMessageReader {
  #callback: DataCallback | undefined;

  constructor(port: WorkerPort) {
    super();
    const ended = () => {
      port.terminate();
      this.fireClose();
    };
    port.listen(
      (message) => ((message as { method?: string }).method === ENDED ? ended() : this.#callback?.(message as Message)),
      ended,
    );
  }

  listen(callback: DataCallback) {
    this.#callback = callback;
    return { dispose: () => (this.#callback = undefined) };
  }
}

class Writer extends AbstractMessageWriter {
  constructor(private readonly port: WorkerPort) {
    super();
  }

  async write(message: Message) {
    this.port.post(message);
  }

  end() {}
}
