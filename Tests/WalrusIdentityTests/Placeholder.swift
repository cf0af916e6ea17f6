// WalrusIdentityTests
