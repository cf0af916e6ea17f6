// Devnet
