// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    BridgeERC20Upgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/bridges/BridgeERC20Upgradeable.sol";
import {
    CrosschainLinkedUpgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/CrosschainLinkedUpgradeable.sol";
import {
    BridgeFungibleUpgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/bridges/abstract/BridgeFungibleUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {IRiskParameters} from "../../interfaces/IRiskParameters.sol";
import {SpokeTerms} from "../../types/Config.sol";
import {QuoteBridge} from "./QuoteBridge.sol";

/// @title HubBridge
/// @notice Locks the hub's quote token while its image is on a spoke: its balance is at least sent minus received, over all
/// spokes, and on none more comes back than went there, so a spoke that mints or reorgs spends no other's (P5). The token must not charge for transfers or change balances by itself.
contract HubBridge is BridgeERC20Upgradeable, QuoteBridge {
    struct Init {
        address quoteToken;
        address transport;
        address riskParameters;
    }

    /// @custom:storage-location erc7201:gimbal.storage.HubBridge
    struct HubBridgeStorage {
        IRiskParameters parameters;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.HubBridge")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x79041d2c832247e851ab430399602371075cf90a5cdf93c45e94295ba4378e00;

    function _hubBridge() private pure returns (HubBridgeStorage storage $) {
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
        __BridgeERC20_init(IERC20(init.quoteToken));
        _hubBridge().parameters = IRiskParameters(init.riskParameters);
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
        (uint256 from,) = InteroperableAddress.parseEvmV1Calldata(sender);
        uint64 chain = uint64(from);
        if (received(chain) > sent(chain)) revert MoreThanSent(chain, received(chain), sent(chain));
    }

    /// @dev A linked chain may be sent to before a vote has made it a spoke.
    function _feeRate(uint64 toChain) internal view override returns (uint256) {
        try _hubBridge().parameters.spokeTerms(toChain) returns (SpokeTerms memory terms) {
            return terms.bridgeFee;
        } catch {
            return 0;
        }
    }
}
