package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How servers of one kind are started, for one server: there is a class for each kind. It uses the files of the server's folder
 * in {@code server-config} as they are, and adds only what differs from one start to the next: ports, folders, addresses.
 */
interface ServerKind {
    /** What is done once, before the first start. */
    default void prepare(ServerPlace place) throws IOException, InterruptedException {}

    /** Starts the server with the application, also after a stop. It need not be ready when this returns. */
    ProcessHandle start(ServerPlace place) throws IOException, InterruptedException;

    /**
     * Deploys the same archive once more while the server runs, as an operator would with a new version. It need not be ready
     * when this returns.
     *
     * @param running the server's process
     * @return the process in which it runs afterwards: another one where a server can't deploy again
     */
    ProcessHandle redeploy(ServerPlace place, ProcessHandle running) throws IOException, InterruptedException;

    /** How many class loaders of an application the server itself keeps at the most when it has deployed so often again, whatever is in them. */
    default int loadersKept(int redeployments) {
        return 0;
    }

    /** Where the server writes its log. */
    Path log(ServerPlace place);
}
