/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that keeps what was synced, below H2's prefix {@code faulty:}. What was only
 * written is seen by whoever reads, as from the operating system's cache; a power cut
 * keeps any part of it. A sync may fail, and what it should have kept is then lost
 * without a later sync saying so, as on Linux.
 */
public final class FaultyDisk extends FilePathWrapper {

	private static final Map<String, Platter> PLATTERS = new ConcurrentHashMap<>();

	static {
		FilePath.register(new FaultyDisk());
	}

	static String url(Path database) {
		return "jdbc:h2:file:faulty:" + database;
	}

	/** The disk below a database. */
	static Platter below(Path database) {
		return platter(database + ".mv.db");
	}

	private static Platter platter(String file) {
		return PLATTERS.computeIfAbsent(file, Platter::new);
	}

	@Override
	public String getScheme() {
		return "faulty";
	}

	@Override
	public FileChannel open(String mode) throws IOException {
		return new Cached(super.open(mode), platter(getBase().toString()));
	}

	/** What lies on the disk for sure, and what does not yet. */
	static final class Platter {

		private final Path kept;

		private final List<Written> unsynced = new ArrayList<>();

		private boolean off;

		private boolean failing;

		private Platter(String file) {
			this.kept = Path.of(file + ".kept");
			try {
				if (Files.exists(Path.of(file))) {
					Files.copy(Path.of(file), this.kept, StandardCopyOption.REPLACE_EXISTING);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** The next sync fails. */
		synchronized void failOnce() {
			this.failing = true;
		}

		/** Ends the power: any part of what was not synced is on the disk. */
		synchronized void cut(Random random) throws IOException {
			List<Written> some = new ArrayList<>(this.unsynced);
			some.removeIf((written) -> random.nextBoolean());
			keep(some);
			this.off = true;
		}

		synchronized boolean off() {
			return this.off;
		}

		/** Does something that must come before a cut, or not at all. */
		synchronized void whileOn(Runnable work) {
			if (!this.off) {
				work.run();
			}
		}

		/** Lays what is on the disk at another place, as after a restart. */
		synchronized void copyTo(Path database) throws IOException {
			Files.copy(this.kept, Path.of(database + ".mv.db"));
		}

		private synchronized void write(long position, byte[] bytes) {
			this.unsynced.add(new Written(position, bytes));
		}

		private synchronized void sync() throws IOException {
			if (this.failing) {
				this.failing = false;
				this.unsynced.clear();
				throw new IOException("Input/output error");
			}
			if (!this.off) {
				keep(this.unsynced);
			}
			this.unsynced.clear();
		}

		private void keep(List<Written> all) throws IOException {
			try (FileChannel disk = FileChannel.open(this.kept, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
				for (Written written : all) {
					if (written.bytes().length == 0) {
						disk.truncate(written.position());
					}
					else {
						disk.write(ByteBuffer.wrap(written.bytes()), written.position());
					}
				}
			}
		}

	}

	/** Bytes at a position; no bytes for the end of the file. */
	private record Written(long position, byte[] bytes) {
	}

	/** A file whose writes are cached. */
	private static final class Cached extends FileBase {

		private final FileChannel file;

		private final Platter platter;

		Cached(FileChannel file, Platter platter) {
			this.file = file;
			this.platter = platter;
		}

		@Override
		public int read(ByteBuffer target) throws IOException {
			return this.file.read(target);
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.file.read(target, position);
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			long position = this.file.position();
			int written = write(source, position);
			this.file.position(position + written);
			return written;
		}

		@Override
		public int write(ByteBuffer source, long position) throws IOException {
			byte[] bytes = new byte[source.remaining()];
			source.duplicate().get(bytes);
			int written = this.file.write(source, position);
			this.platter.write(position, Arrays.copyOf(bytes, written));
			return written;
		}

		@Override
		public FileChannel truncate(long size) throws IOException {
			this.file.truncate(size);
			this.platter.write(size, new byte[0]);
			return this;
		}

		@Override
		public void force(boolean metadata) throws IOException {
			this.platter.sync();
		}

		@Override
		public long position() throws IOException {
			return this.file.position();
		}

		@Override
		public FileChannel position(long position) throws IOException {
			this.file.position(position);
			return this;
		}

		@Override
		public long size() throws IOException {
			return this.file.size();
		}

		@Override
		public FileLock tryLock(long position, long size, boolean shared) throws IOException {
			return this.file.tryLock(position, size, shared);
		}

		@Override
		protected void implCloseChannel() throws IOException {
			this.file.close();
		}

	}

}
