package org.corral.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import javax.sql.DataSource;
import org.corral.settings.StorageSettings;

/** H2 in a file of the data folder, which is used if no other database is configured. */
final class EmbeddedSource {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final String OPTIONS =
            // Each commit is in the file when it returns, so that a process that is killed loses nothing.
            ";WRITE_DELAY=0"
                    // Corral closes the database; H2's own hook at the end of the process would race with that.
                    + ";DB_CLOSE_ON_EXIT=FALSE"
                    // H2's own log would contain values of rows.
                    + ";TRACE_LEVEL_FILE=0"
                    + ";LOCK_TIMEOUT=10000";

    /** In bytes: as much as H2 writes at once. */
    private static final int TRIAL = 16 * 1024;

    // The user is fixed: a file with another user was not made by Corral.
    private static final String WAY_OUT = "whether Corral made this file, and move it away or set corral.data-dir";

    private EmbeddedSource() {}

    static Source open(StorageSettings settings) throws StorageException {
        Path folder = settings.dataDir();
        Path file = folder.resolve("corral.mv.db");
        makeFolder(folder);
        tryToWrite(folder);
        check(file);
        String url = "jdbc:h2:file:" + folder.resolve("corral") + OPTIONS;
        try {
            DataSource single = ConnectionSource.of(Drivers.forUrl(url), url, user());
            FirstConnection first = FirstConnection.of(single, new Named("The database " + file, WAY_OUT));
            protect(file);
            return Pool.around(first.source(), first.product() + " in " + file, true, settings);
        } catch (StorageException | RuntimeException e) {
            Drivers.release();
            throw e;
        }
    }

    private static Properties user() {
        Properties properties = new Properties();
        properties.setProperty("user", "sa");
        properties.setProperty("password", "");
        return properties;
    }

    private static void makeFolder(Path folder) throws StorageException {
        if (folder.toString().indexOf(';') >= 0) {
            throw new StorageException("The data folder " + folder
                    + " has a semicolon in its name, which H2 can't take: set corral.data-dir.");
        }
        try {
            Files.createDirectories(folder, ownerOnly());
        } catch (IOException e) {
            throw new StorageException(
                    "The data folder " + folder + " can't be made: let the server's user (" + account()
                            + ") write there or set corral.data-dir to another folder.",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new StorageException("The data folder " + folder + " is not writable for the server's user ("
                    + account() + "): change its owner or set corral.data-dir to another folder.");
        }
    }

    /** Rights tell nothing of a disk that is full or read-only, and H2 would take it for a file that is damaged. */
    private static void tryToWrite(Path folder) throws StorageException {
        try {
            Path trial = Files.createTempFile(folder, "corral", ".trial");
            try {
                Files.write(trial, new byte[TRIAL]);
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "Nothing can be written to the data folder " + folder + reason(e)
                            + ": make room on its disk, let the server's user (" + account()
                            + ") write there, or set corral.data-dir to another folder.",
                    e);
        }
    }

    /** What the system says, such as {@code No space left on device}. */
    private static String reason(IOException failure) {
        String told = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return told == null ? "" : " (" + told + ")";
    }

    private static void check(Path file) throws StorageException {
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file) && Files.isWritable(file))) {
            throw new StorageException("The database " + file + " can't be read and written by the server's user ("
                    + account() + "): change its owner or set corral.data-dir to another folder.");
        }
    }

    /** The file holds password hashes and keys, and the folder may have been there before, open to all. */
    private static void protect(Path file) throws StorageException {
        if (!POSIX) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new StorageException(
                    "The database " + file + " can't be closed to other users: make " + account()
                            + " its owner or set corral.data-dir to another folder.",
                    e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String account() {
        return System.getProperty("user.name", "?");
    }
}
