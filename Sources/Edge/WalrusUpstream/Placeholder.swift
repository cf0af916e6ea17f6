// WalrusUpstream
