/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what an .onnx file says about its inputs, outputs and weights, and checks every
 * reference to a file, wherever in the graph it hides, before ONNX Runtime sees it.
 */
final class OnnxGraphReader {

	/** The format's own limit. */
	private static final long MAX_FILE = Integer.MAX_VALUE;

	private static final int MAX_NODES = 200_000;

	private static final int MAX_VALUES = 10_000;

	private final Path file;

	private final OnnxTensorReader tensors;

	private final List<GraphValue> inputs = new ArrayList<>();

	private final List<GraphValue> outputs = new ArrayList<>();

	private final Map<String, List<Long>> weights = new HashMap<>();

	private final List<OnnxNodeReader.Node> multiplications = new ArrayList<>();

	private final Set<String> domains = new HashSet<>();

	private int nodes;

	private float normEpsilon;

	private OnnxGraphReader(Path file) {
		this.file = file;
		this.tensors = new OnnxTensorReader(file);
	}

	static OnnxGraphFile read(Path file) {
		if (!Files.isRegularFile(file)) {
			throw new ModelFolderException(file, "the file is missing or is no regular file");
		}
		long size = FolderFile.size(file);
		if (size < 16 || size > MAX_FILE) {
			throw new ModelFolderException(file, "it has " + size + " bytes, which is no graph; download it again");
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			OnnxGraphReader reader = new OnnxGraphReader(file);
			reader.model(ProtoReader.over(file, channel, size));
			return reader.result();
		}
		catch (IOException ex) {
			throw new ModelFolderException(file, "the file cannot be read; check its permissions", ex);
		}
	}

	private void model(ProtoReader model) {
		int graphs = 0;
		for (int field = model.next(); field != 0; field = model.next()) {
			switch (field) {
				case 7 -> {
					graphs++;
					graph(model.message(), true);
				}
				case 8 -> opset(model.message());
				case 20 -> throw refuse("it holds instructions for training");
				case 25 -> function(model.message());
				default -> {
				}
			}
		}
		if (graphs != 1 || !this.domains.contains("")) {
			throw refuse("it is no single graph with a version of its operators");
		}
	}

	private void opset(ProtoReader opset) {
		String domain = "";
		for (int field = opset.next(); field != 0; field = opset.next()) {
			if (field == 1) {
				domain = opset.text();
			}
		}
		this.domains.add(domain.equals("ai.onnx") ? "" : domain);
	}

	private void function(ProtoReader function) {
		for (int field = function.next(); field != 0; field = function.next()) {
			if (field == 7) {
				node(function.message());
			}
		}
	}

	private void graph(ProtoReader graph, boolean outermost) {
		for (int field = graph.next(); field != 0; field = graph.next()) {
			switch (field) {
				case 1 -> node(graph.message());
				case 5 -> {
					OnnxTensorReader.Tensor tensor = this.tensors.read(graph.message());
					this.weights.put(tensor.name(), tensor.shape());
				}
				case 11 -> value(graph.message(), outermost, this.inputs);
				case 12 -> value(graph.message(), outermost, this.outputs);
				case 15 -> sparse(graph.message());
				default -> {
				}
			}
		}
	}

	private void sparse(ProtoReader sparse) {
		for (int field = sparse.next(); field != 0; field = sparse.next()) {
			if (field == 1 || field == 2) {
				this.tensors.read(sparse.message());
			}
		}
	}

	private void node(ProtoReader message) {
		if (++this.nodes > MAX_NODES) {
			throw refuse("it has more than " + MAX_NODES + " operations");
		}
		OnnxNodeReader reader = new OnnxNodeReader(this.tensors::read, this::sparse, (graph) -> graph(graph, false));
		OnnxNodeReader.Node node = reader.read(message);
		if (node.operator().startsWith("MatMul")) {
			this.multiplications.add(node);
		}
		if (this.normEpsilon == 0 && node.operator().contains("Normalization")) {
			this.normEpsilon = node.epsilon();
		}
	}

	private void value(ProtoReader message, boolean outermost, List<GraphValue> into) {
		if (!outermost) {
			return;
		}
		if (into.size() >= MAX_VALUES) {
			throw refuse("it has more than " + MAX_VALUES + " inputs or outputs");
		}
		String name = "";
		GraphValue value = null;
		for (int field = message.next(); field != 0; field = message.next()) {
			switch (field) {
				case 1 -> name = message.text();
				case 2 -> value = type(message.message());
				default -> {
				}
			}
		}
		if (name.isEmpty() || value == null) {
			throw refuse("an input or output has no name or is no tensor");
		}
		into.add(new GraphValue(name, value.type(), value.shape()));
	}

	private GraphValue type(ProtoReader type) {
		ElementType element = null;
		List<Long> shape = new ArrayList<>();
		for (int field = type.next(); field != 0; field = type.next()) {
			if (field != 1) {
				continue;
			}
			ProtoReader tensor = type.message();
			for (int part = tensor.next(); part != 0; part = tensor.next()) {
				switch (part) {
					case 1 -> element = ElementType.of(tensor.integer());
					case 2 -> shape(tensor.message(), shape);
					default -> {
					}
				}
			}
		}
		if (element == null) {
			throw refuse("an input or output is no tensor of numbers");
		}
		return new GraphValue("", element, shape);
	}

	private void shape(ProtoReader message, List<Long> shape) {
		for (int field = message.next(); field != 0; field = message.next()) {
			if (field == 1 && shape.size() < 8) {
				ProtoReader dimension = message.message();
				long size = -1;
				for (int part = dimension.next(); part != 0; part = dimension.next()) {
					size = (part == 1) ? dimension.integer() : size;
				}
				shape.add(Math.max(-1, size));
			}
		}
	}

	private OnnxGraphFile result() {
		for (String domain : this.domains) {
			if (!domain.isEmpty() && !domain.startsWith("com.microsoft") && !domain.startsWith("ai.onnx")) {
				throw new ModelFolderException(this.file,
						"the graph uses operators of the domain '" + SafetensorsFile.printable(domain)
								+ "', which ONNX Runtime does not have on CPUs; take another"
								+ " package of the model");
			}
		}
		// Older graphs list their weights among the inputs.
		List<GraphValue> fed = this.inputs.stream().filter((input) -> !this.weights.containsKey(input.name())).toList();
		if (fed.size() != fed.stream().map(GraphValue::name).distinct().count()) {
			throw refuse("two of its inputs have one name");
		}
		List<OnnxGraphFile.Matrix> matrices = this.multiplications.stream()
			.map((node) -> node.matrix(this.weights))
			.filter((matrix) -> matrix.width() > 0)
			.toList();
		return new OnnxGraphFile(fed, List.copyOf(this.outputs), Set.copyOf(this.tensors.files()), matrices,
				this.normEpsilon);
	}

	private ModelFolderException refuse(String reason) {
		return new ModelFolderException(this.file,
				reason + "; this is no graph of a language model, download it again");
	}

}
