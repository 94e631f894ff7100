// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {
    BridgeFungibleUpgradeable
} from "@openzeppelin/contracts-upgradeable/crosschain/bridges/abstract/BridgeFungibleUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {LibCall} from "solady/utils/LibCall.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {IArrivalHandler, ITokenBridge} from "../../interfaces/ITokenBridge.sol";
import {MOST_BRIDGE_FEE} from "../../types/Config.sol";

/// @title QuoteBridge
/// @notice What both sides of the quote bridge share: links through the k-of-n transport, counters, and news of arrivals.
/// Tokens and news arrive together or not at all: what a recipient refuses stays here, as its own, until anyone announces it
/// again, so that no recipient ever finds tokens it cannot account for.
abstract contract QuoteBridge is
    ITokenBridge,
    BridgeFungibleUpgradeable,
    AccessManagedUpgradeable,
    UUPSUpgradeable
{
    using SafeCast for uint256;

    uint16 private constant MOST_REASON = 256;
    /// @dev As in HedgeTransport: with less gas than this part left, a hook may have been starved on purpose.
    uint256 private constant STARVED_PART = 8;
    uint256 private constant WAD = 1e18;

    /// @custom:storage-location erc7201:gimbal.storage.QuoteBridge
    struct QuoteBridgeStorage {
        address transport;
        mapping(uint64 chain => uint256) sent;
        mapping(uint64 chain => uint256) received;
        mapping(uint64 chain => mapping(address to => uint256)) unannounced;
        uint128 fees;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.QuoteBridge")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x1eb7389169c8255df0ac060af91ae70791345b21e63c0cc5dab0a634a173bb00;

    function _quoteBridge() private pure returns (QuoteBridgeStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }

    // The transport needs no code yet: links are set once it has.
    function __QuoteBridge_init(address authority, address transport) internal onlyInitializing {
        __AccessManaged_init(authority);
        _quoteBridge().transport = transport;
    }

    /// @inheritdoc ITokenBridge
    function setLink(uint64 chain, address counterpart) external restricted {
        _setLink(_quoteBridge().transport, InteroperableAddress.formatEvmV1(chain, counterpart), true);
    }

    /// @inheritdoc ITokenBridge
    function collectFees(address to) external restricted returns (uint256 amount) {
        QuoteBridgeStorage storage $ = _quoteBridge();
        amount = $.fees;
        if (amount == 0) revert ZeroAmount();
        $.fees = 0;
        emit FeesCollected(to, amount);
        _onReceive(to, amount);
    }

    /// @inheritdoc ITokenBridge
    function send(uint64 toChain, address to, uint256 amount) external payable returns (bytes32 sendId) {
        sendId = crosschainTransfer(InteroperableAddress.formatEvmV1(toChain, to), amount);
        // What the gateways did not take.
        if (address(this).balance != 0) SafeTransferLib.forceSafeTransferAllETH(_msgSender());
    }

    /// @inheritdoc ITokenBridge
    function announce(uint64 fromChain, address to) external {
        QuoteBridgeStorage storage $ = _quoteBridge();
        uint256 amount = $.unannounced[fromChain][to];
        if (amount == 0) revert NothingToAnnounce(fromChain, to);
        delete $.unannounced[fromChain][to];
        _handOver(fromChain, to, amount);
    }

    /// @notice Tokens and their news, both or neither. For this contract alone, which has to survive a refusal.
    function handOver(uint64 fromChain, address to, uint256 amount) external {
        if (msg.sender != address(this)) revert OnlyItself(msg.sender);
        _handOver(fromChain, to, amount);
    }

    function _crosschainTransfer(address from, bytes memory to, uint256 amount)
        internal
        virtual
        override
        returns (bytes32 sendId)
    {
        if (amount == 0) revert ZeroAmount();
        (uint256 chainId, address recipient) = InteroperableAddress.parseEvmV1(to);
        uint64 toChain = uint64(chainId);
        if (toChain != chainId || recipient == address(0)) revert NotToAChain(to);
        QuoteBridgeStorage storage $ = _quoteBridge();
        uint256 fee = feeOf(toChain, amount);
        if (fee != 0) {
            // On a spoke the fee is burnt and minted again when it is collected; on the hub it waits in the lock.
            _onSend(from, fee);
            uint256 fees_ = $.fees + fee;
            $.fees = fees_.toUint128();
            emit FeeCharged(toChain, from, fee, fees_);
        }
        uint256 total = $.sent[toChain] += amount;
        sendId = super._crosschainTransfer(from, to, amount);
        emit TransferSent(toChain, sendId, from, recipient, amount, total);
    }

    /// @dev OpenZeppelin's sends no value, and gateways may want a fee.
    function _sendMessageToCounterpart(bytes memory chain, bytes memory payload, bytes[] memory attributes)
        internal
        virtual
        override
        returns (bytes32)
    {
        (address gateway, bytes memory counterpart) = getLink(chain);
        return IERC7786GatewaySource(gateway).sendMessage{value: address(this).balance}(
            counterpart, payload, attributes
        );
    }

    function _processMessage(address, bytes32 id, bytes calldata sender, bytes calldata payload)
        internal
        virtual
        override
    {
        (bytes memory origin, bytes memory recipient, uint256 amount) =
            abi.decode(payload, (bytes, bytes, uint256));
        (uint256 from,) = InteroperableAddress.parseEvmV1Calldata(sender);
        uint64 fromChain = uint64(from);
        address to = address(bytes20(recipient));
        uint256 given = gasleft();
        try this.handOver(fromChain, to, amount) {
            emit CrosschainFungibleTransferReceived(id, origin, to, amount);
        } catch (bytes memory reason) {
            bool starved = gasleft() < given / STARVED_PART || bytes4(reason) == InsufficientGas.selector;
            if (starved) revert InsufficientGas(given);
            uint256 pending = _quoteBridge().unannounced[fromChain][to] += amount;
            emit ArrivalUnannounced(fromChain, to, pending, reason);
        }
    }

    function _handOver(uint64 fromChain, address to, uint256 amount) private {
        _onReceive(to, amount);
        uint256 total = _quoteBridge().received[fromChain] += amount;
        emit TransferArrived(fromChain, to, amount, total);
        if (to.code.length != 0) _tell(fromChain, to, amount);
    }

    /// @dev A contract that knows no `onArrival` reverts without a word and keeps its tokens; one that says why does not.
    function _tell(uint64 fromChain, address to, uint256 amount) private {
        bytes memory call = abi.encodeCall(IArrivalHandler.onArrival, (fromChain, amount));
        uint256 given = gasleft();
        (bool ok,, bytes memory reason) = LibCall.tryCall(to, 0, given, MOST_REASON, call);
        if (ok) return;
        if (gasleft() < given / STARVED_PART) revert InsufficientGas(given);
        if (reason.length != 0) LibCall.bubbleUpRevert(reason);
    }

    /// @dev What governance has set for the spoke at either end, as far as it is known here.
    function _feeRate(uint64 toChain) internal view virtual returns (uint256);

    function _authorizeUpgrade(address) internal override restricted {}

    /// @inheritdoc ITokenBridge
    function feeOf(uint64 toChain, uint256 amount) public view returns (uint256) {
        return amount * Math.min(_feeRate(toChain), MOST_BRIDGE_FEE) / WAD;
    }

    /// @inheritdoc ITokenBridge
    function fees() external view returns (uint256) {
        return _quoteBridge().fees;
    }

    /// @inheritdoc ITokenBridge
    function sent(uint64 toChain) public view returns (uint256) {
        return _quoteBridge().sent[toChain];
    }

    /// @inheritdoc ITokenBridge
    function received(uint64 fromChain) public view returns (uint256) {
        return _quoteBridge().received[fromChain];
    }

    /// @inheritdoc ITokenBridge
    function unannounced(uint64 fromChain, address to) external view returns (uint256) {
        return _quoteBridge().unannounced[fromChain][to];
    }
}
