// ContentDeliveryTests
