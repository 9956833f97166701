const afd = (role: string, port: number) =>
  `{"afd": {"role": "${role}", "connector": "P2pNcclAFDConnector", "host": "chat-ffn", "port": ${port},`;

/** A Deployment that launches eight attention ranks, its command in a block scalar. */
export function attentionLaunch({ ranks = 8, port = 1239 } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: chat-attention
spec:
  replicas: 1
  template:
    metadata:
      labels: { app: chat-attention }
    spec:
      containers:
        - name: vllm
          image: registry.example.com/vllm-afd:v0.30.0
          command: [sh, -c]
          args:
            - |
              exec vllm serve deepseek-ai/DeepSeek-V3 \\
                --data-parallel-size ${ranks} \\
                --max-num-seqs 256 \\
                --enable-expert-parallel --enforce-eager \\
                --additional-config '${afd('attention', port)}
                  "num_attention_ranks": ${ranks}, "num_ffn_ranks": 1}}'
          resources: { limits: { nvidia.com/gpu: ${ranks} } }
`;
}

/** The Deployment of its one FFN rank, its command in words. */
export function ffnLaunch({ ranks = 8, port = 1239 } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: chat-ffn
spec:
  replicas: 1
  template:
    metadata:
      labels: { app: chat-ffn }
    spec:
      containers:
        - name: vllm
          image: registry.example.com/vllm-afd:v0.30.0
          command: [vllm, serve, deepseek-ai/DeepSeek-V3]
          args:
            - --enable-expert-parallel
            - --enforce-eager
            - --max-num-seqs=2048
            - --additional-config
            - '${afd('ffn', port)} "num_attention_ranks": ${ranks}, "num_ffn_ranks": 1}}'
          resources: { limits: { nvidia.com/gpu: 1 } }
`;
}

/** Both in one file. */
export function launchDeployments(): string {
  return `${attentionLaunch()}---\n${ffnLaunch()}`;
}
