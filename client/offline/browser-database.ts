/** The browser's own database, promise by promise. Every call rejects where the browser gives the page none. */
export type BrowserDatabase = {
  /** The transaction is on the disk, or has failed, before this settles. */
  within<T>(store: string, mode: IDBTransactionMode, act: (rows: IDBObjectStore) => Promise<T>): Promise<T>;
};

export function browserDatabase(name: string, create: (database: IDBDatabase) => void): BrowserDatabase {
  return {
    async within(store, mode, act) {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => create(request.result);
      const database = await answer(request);
      try {
        const transaction = database.transaction(store, mode);
        const done = new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave up storing"));
        });
        const [result] = await Promise.all([act(transaction.objectStore(store)), done]);
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
