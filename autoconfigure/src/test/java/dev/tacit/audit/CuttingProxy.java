/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Stands between the driver and the server, and cuts the connection at the next COMMIT:
 * after the server got and did it, or before it got it.
 */
final class CuttingProxy implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final int target;

	private volatile boolean away;

	private volatile boolean armed;

	private volatile boolean delivered;

	private volatile boolean swallow;

	CuttingProxy(int target) throws IOException {
		this.target = target;
		start(this::accept);
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/** Whether clients find nobody there. */
	void away(boolean gone) {
		this.away = gone;
	}

	boolean armed() {
		return this.armed;
	}

	void cutAtCommit(boolean afterDelivery) {
		this.delivered = afterDelivery;
		this.armed = true;
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				if (this.away) {
					client.close();
					continue;
				}
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
				start(() -> copy(client, server, true));
				start(() -> copy(server, client, false));
			}
		}
		catch (IOException ex) {
			// The test is over.
			return;
		}
	}

	private void copy(Socket from, Socket to, boolean toServer) {
		byte[] buffer = new byte[1 << 16];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
				if (!toServer && this.swallow) {
					// The commit is done, and its answer is lost.
					this.swallow = false;
					return;
				}
				if (toServer && this.armed && text.contains("COMMIT")) {
					this.armed = false;
					if (!this.delivered) {
						return;
					}
					this.swallow = true;
				}
				out.write(buffer, 0, n);
				out.flush();
			}
		}
		catch (IOException ex) {
			// One side is gone, so the other is closed too.
			return;
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
