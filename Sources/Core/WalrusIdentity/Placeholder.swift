// WalrusIdentity
