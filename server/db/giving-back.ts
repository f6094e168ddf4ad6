import type { DatabaseConnection, Dialect, Driver } from 'kysely';

/**
 * Kysely keeps a connection for ever when BEGIN or ROLLBACK fails on it, as both do once it is lost: ten such
 * transactions, and the pool is empty (https://github.com/kysely-org/kysely/issues/1990). Here it is given back.
 */
export function givingBack<Given extends Dialect>(dialect: Given): Given {
  const createDriver = dialect.createDriver.bind(dialect);
  dialect.createDriver = () => patched(createDriver());
  return dialect;
}

function patched(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver);
  const rollback = driver.rollbackTransaction.bind(driver);
  const orGiveBack = async (connection: DatabaseConnection, work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      await driver.releaseConnection(connection);
      throw error;
    }
  };
  driver.beginTransaction = (connection, settings) => orGiveBack(connection, begin(connection, settings));
  driver.rollbackTransaction = (connection) => orGiveBack(connection, rollback(connection));
  return driver;
}
