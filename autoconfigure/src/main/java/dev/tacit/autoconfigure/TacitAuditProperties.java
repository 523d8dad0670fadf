/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.audit.Anchor;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.audit.Checkpointing;
import dev.tacit.audit.Durability;
import dev.tacit.audit.FileAnchor;
import dev.tacit.audit.KeyEncryption;
import dev.tacit.audit.LedgerDatabase;
import dev.tacit.audit.LedgerMode;
import dev.tacit.audit.LedgerOpenException;
import dev.tacit.audit.RetentionPolicy;
import dev.tacit.audit.SyslogAnchor;
import dev.tacit.audit.WebhookAnchor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The ledger.
 */
@ConfigurationProperties("tacit.audit")
public class TacitAuditProperties {

	/**
	 * File with the keys of the ledger. Created with owner-only permissions when missing.
	 */
	private Path keyFile = Path.of("data", "tacit-audit.keys");

	/**
	 * Name of this node's chain.
	 */
	private String chainId = "main";

	/**
	 * Longest wait for one record. A request that cannot be recorded in time fails.
	 */
	private Duration appendTimeout = Duration.ofSeconds(2);

	/**
	 * Records that may wait for a commit.
	 */
	private int queueCapacity = 10_000;

	/**
	 * What happens to a request whose record cannot be made durable.
	 */
	private LedgerMode mode = LedgerMode.STRICT;

	/**
	 * Whether it is accepted that mode best-effort loses records. That mode is refused
	 * otherwise.
	 */
	private boolean acceptGaps;

	/**
	 * File of mode spill. Beside the key file by default.
	 */
	private @Nullable Path spillFile;

	/**
	 * Most bytes of the spill file.
	 */
	private DataSize spillMaxSize = DataSize.ofMegabytes(256);

	/**
	 * Ticket under which an operator accepts, once, that a restored database lacks
	 * records that its anchor remembers.
	 */
	private @Nullable String acceptRollback;

	/**
	 * When missing tables are created: embedded (H2 only), always, or never.
	 */
	private InitializeSchema initializeSchema = InitializeSchema.EMBEDDED;

	/**
	 * How long content is kept, by retention class. The classes medical, finance and
	 * eu-high-risk have a period; others are kept for ever.
	 */
	private final Map<String, Duration> retention = new LinkedHashMap<>();

	private final Checkpoint checkpoint = new Checkpoint();

	private final AnchorProperties anchor = new AnchorProperties();

	private final Datasource datasource = new Datasource();

	AuditLedgerConfig toConfig(@Nullable KeyEncryption keyEncryption) {
		return new AuditLedgerConfig(
				new LedgerDatabase(this.datasource.url, this.datasource.username, this.datasource.password,
						this.initializeSchema.appliesTo(this.datasource.url)),
				this.keyFile, keyEncryption, this.chainId,
				new Durability(acceptedMode(), this.appendTimeout, this.queueCapacity,
						sibling(this.spillFile, ".spill"), this.spillMaxSize.toBytes()),
				new Checkpointing(this.checkpoint.records, this.checkpoint.interval, anchors(), this.anchor.required,
						this.acceptRollback),
				new RetentionPolicy(this.retention), Clock.systemUTC());
	}

	private LedgerMode acceptedMode() {
		if (this.mode == LedgerMode.BEST_EFFORT && !this.acceptGaps) {
			throw new LedgerOpenException("Mode best-effort loses records when the database is away: set "
					+ "tacit.audit.accept-gaps=true to accept that, or choose strict or spill for tacit.audit.mode",
					null);
		}
		return this.mode;
	}

	private List<Anchor> anchors() {
		if (this.anchor.webhookTimeout.compareTo(Duration.ZERO) <= 0
				|| this.anchor.syslogTimeout.compareTo(Duration.ZERO) <= 0) {
			throw new IllegalArgumentException("anchor.webhook-timeout and anchor.syslog-timeout must be positive");
		}
		List<Anchor> anchors = new ArrayList<>();
		anchors.add(new FileAnchor(sibling(this.anchor.file, ".anchor")));
		if (this.anchor.webhookUrl != null) {
			anchors.add(new WebhookAnchor(this.anchor.webhookUrl, this.anchor.webhookTimeout));
		}
		if (this.anchor.syslogAddress != null) {
			anchors.add(new SyslogAnchor(this.anchor.syslogAddress, this.anchor.syslogTimeout));
		}
		return anchors;
	}

	private Path sibling(@Nullable Path file, String ending) {
		return (file != null) ? file : this.keyFile.resolveSibling(this.keyFile.getFileName() + ending);
	}

	public Path getKeyFile() {
		return this.keyFile;
	}

	public void setKeyFile(Path keyFile) {
		this.keyFile = keyFile;
	}

	public String getChainId() {
		return this.chainId;
	}

	public void setChainId(String chainId) {
		this.chainId = chainId;
	}

	public Duration getAppendTimeout() {
		return this.appendTimeout;
	}

	public void setAppendTimeout(Duration appendTimeout) {
		this.appendTimeout = appendTimeout;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public LedgerMode getMode() {
		return this.mode;
	}

	public void setMode(LedgerMode mode) {
		this.mode = mode;
	}

	public boolean isAcceptGaps() {
		return this.acceptGaps;
	}

	public void setAcceptGaps(boolean acceptGaps) {
		this.acceptGaps = acceptGaps;
	}

	public @Nullable Path getSpillFile() {
		return this.spillFile;
	}

	public void setSpillFile(@Nullable Path spillFile) {
		this.spillFile = spillFile;
	}

	public DataSize getSpillMaxSize() {
		return this.spillMaxSize;
	}

	public void setSpillMaxSize(DataSize spillMaxSize) {
		this.spillMaxSize = spillMaxSize;
	}

	public @Nullable String getAcceptRollback() {
		return this.acceptRollback;
	}

	public void setAcceptRollback(@Nullable String acceptRollback) {
		this.acceptRollback = acceptRollback;
	}

	public InitializeSchema getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(InitializeSchema initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public Map<String, Duration> getRetention() {
		return this.retention;
	}

	public Checkpoint getCheckpoint() {
		return this.checkpoint;
	}

	public AnchorProperties getAnchor() {
		return this.anchor;
	}

	public Datasource getDatasource() {
		return this.datasource;
	}

	/** Signed checkpoints. */
	public static class Checkpoint {

		/**
		 * Records after which a checkpoint is signed.
		 */
		private int records = 1000;

		/**
		 * Time after which a checkpoint is signed, even when nothing was recorded.
		 */
		private Duration interval = Duration.ofSeconds(60);

		public int getRecords() {
			return this.records;
		}

		public void setRecords(int records) {
			this.records = records;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

	/** Places outside the database that keep checkpoints. */
	public static class AnchorProperties {

		/**
		 * Append-only file that keeps checkpoints, best on another volume. Beside the key
		 * file by default.
		 */
		private @Nullable Path file;

		/**
		 * Address that each checkpoint is posted to. Without it no connection is opened.
		 */
		private @Nullable URI webhookUrl;

		/**
		 * Longest wait for that address.
		 */
		private Duration webhookTimeout = Duration.ofSeconds(5);

		/**
		 * Syslog receiver that each checkpoint is sent to: udp://HOST:PORT,
		 * tcp://HOST:PORT or tls://HOST:PORT. Without it no connection is opened.
		 */
		private @Nullable URI syslogAddress;

		/**
		 * Longest wait for that receiver.
		 */
		private Duration syslogTimeout = Duration.ofSeconds(5);

		/**
		 * Whether records are refused while no anchor takes checkpoints.
		 */
		private boolean required;

		public @Nullable Path getFile() {
			return this.file;
		}

		public void setFile(@Nullable Path file) {
			this.file = file;
		}

		public @Nullable URI getWebhookUrl() {
			return this.webhookUrl;
		}

		public void setWebhookUrl(@Nullable URI webhookUrl) {
			this.webhookUrl = webhookUrl;
		}

		public Duration getWebhookTimeout() {
			return this.webhookTimeout;
		}

		public void setWebhookTimeout(Duration webhookTimeout) {
			this.webhookTimeout = webhookTimeout;
		}

		public @Nullable URI getSyslogAddress() {
			return this.syslogAddress;
		}

		public void setSyslogAddress(@Nullable URI syslogAddress) {
			this.syslogAddress = syslogAddress;
		}

		public Duration getSyslogTimeout() {
			return this.syslogTimeout;
		}

		public void setSyslogTimeout(Duration syslogTimeout) {
			this.syslogTimeout = syslogTimeout;
		}

		public boolean isRequired() {
			return this.required;
		}

		public void setRequired(boolean required) {
			this.required = required;
		}

	}

	/** The ledger's own database. */
	public static class Datasource {

		/**
		 * JDBC URL of an H2 file or a PostgreSQL database of the ledger's own.
		 */
		private String url = "jdbc:h2:file:./data/tacit-audit";

		/**
		 * User of the ledger's database.
		 */
		private String username = "tacit";

		/**
		 * Password of that user.
		 */
		private String password = "";

		public String getUrl() {
			return this.url;
		}

		public void setUrl(String url) {
			this.url = url;
		}

		public String getUsername() {
			return this.username;
		}

		public void setUsername(String username) {
			this.username = username;
		}

		public String getPassword() {
			return this.password;
		}

		public void setPassword(String password) {
			this.password = password;
		}

	}

}
