// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    BridgeERC7802Upgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/bridges/BridgeERC7802Upgradeable.sol";
import {
    CrosschainLinkedUpgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/CrosschainLinkedUpgradeable.sol";
import {
    BridgeFungibleUpgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/bridges/abstract/BridgeFungibleUpgradeable.sol";
import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";
import {ISpokeControl} from "../../interfaces/ISpokeControl.sol";
import {QuoteBridge} from "./QuoteBridge.sol";

/// @title SpokeBridge
/// @notice Mints the image of the quote token for what the hub has locked, and burns it on the way back: the supply is
/// received minus sent (P5).
contract SpokeBridge is BridgeERC7802Upgradeable, QuoteBridge {
    struct Init {
        address quoteToken;
        address transport;
        address spokeControl;
    }

    /// @custom:storage-location erc7201:gimbal.storage.SpokeBridge
    struct SpokeBridgeStorage {
        ISpokeControl control;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.SpokeBridge")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xbe82e6a7ca6ff6ef83ba380445ee3ad18dde19a57ce50eabf8b0bf9955a8a500;

    function _spokeBridge() private pure returns (SpokeBridgeStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __CrosschainLinked_init(new Link[](0)); // setLink adds them
        __QuoteBridge_init(authority, init.transport);
        __BridgeERC7802_init(IERC7802(init.quoteToken));
        _spokeBridge().control = ISpokeControl(init.spokeControl);
    }

    function _crosschainTransfer(address from, bytes memory to, uint256 amount)
        internal
        override(QuoteBridge, BridgeFungibleUpgradeable)
        returns (bytes32)
    {
        return QuoteBridge._crosschainTransfer(from, to, amount);
    }

    function _sendMessageToCounterpart(bytes memory chain, bytes memory payload, bytes[] memory attributes)
        internal
        override(QuoteBridge, CrosschainLinkedUpgradeable)
        returns (bytes32)
    {
        return QuoteBridge._sendMessageToCounterpart(chain, payload, attributes);
    }

    function _processMessage(address gateway, bytes32 id, bytes calldata sender, bytes calldata payload)
        internal
        override(QuoteBridge, BridgeFungibleUpgradeable)
    {
        QuoteBridge._processMessage(gateway, id, sender, payload);
    }

    /// @dev A spoke has one way out.
    function _feeRate(uint64) internal view override returns (uint256) {
        return _spokeBridge().control.terms().bridgeFee;
    }
}
