type Rows<Stores extends readonly string[]> = { [I in keyof Stores]: IDBObjectStore };

/** The browser's own database, promise by promise. Every call rejects where the browser gives the page none. */
export type BrowserDatabase = {
  /** The transaction is on the disk, or has failed, before this settles. */
  within<const Stores extends readonly string[], T>(
    stores: Stores,
    mode: IDBTransactionMode,
    act: (...rows: Rows<Stores>) => Promise<T>,
  ): Promise<T>;
};

export function browserDatabase(name: string, create: (database: IDBDatabase) => void): BrowserDatabase {
  return {
    async within(stores, mode, act) {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => create(request.result);
      const database = await answer(request);
      try {
        const transaction = database.transaction(stores, mode);
        const done = new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave up storing"));
        });
        const rows = stores.map((store) => transaction.objectStore(store));
        const [result] = await Promise.all([act(...(rows as Rows<typeof stores>)), done]);
        return result;
      } finally {
        database.close();
      }
    },
  };
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
