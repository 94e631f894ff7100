// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {
    ERC20BridgeableUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/draft-ERC20BridgeableUpgradeable.sol";

/// @title BridgedQuote
/// @notice The hub's quote token on a spoke: 6 decimals, minted and burnt by the bridge alone (ERC-7802), so its supply is
/// what the hub has locked for this spoke and not yet got back.
contract BridgedQuote is ERC20BridgeableUpgradeable, AccessManagedUpgradeable, UUPSUpgradeable {
    struct Init {
        string name;
        string symbol;
        address bridge;
    }

    error NotTheBridge(address caller);

    /// @custom:storage-location erc7201:gimbal.storage.BridgedQuote
    struct Storage {
        address bridge;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.BridgedQuote")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xb20ac52dfda845215f6d96fb5714445d9dfc38c2f1c475ded9b76e0b5b55c900;

    function _storage() private pure returns (Storage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        __ERC20_init(init.name, init.symbol);
        _storage().bridge = init.bridge;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _checkTokenBridge(address caller) internal view override {
        if (caller != _storage().bridge) revert NotTheBridge(caller);
    }

    function _authorizeUpgrade(address) internal override restricted {}
}
