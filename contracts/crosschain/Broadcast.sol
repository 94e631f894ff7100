// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {LibCall} from "solady/utils/LibCall.sol";
import {IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {Kind} from "../types/Message.sol";

/// @title Handing one message to every active gateway
/// @notice A gateway that reverts, burns its gas or answers with megabytes is counted and passed over.
library Broadcast {
    uint16 private constant MOST_REASON = 256;
    /// @dev Gas a gateway may burn before it counts as failed, beside what the length of the message takes.
    uint256 private constant GATEWAY_GAS = 300_000;
    uint256 private constant GATEWAY_GAS_PER_BYTE = 50;

    /// @param to peer transport on `toChain`
    struct Parcel {
        uint64 toChain;
        address to;
        Kind kind;
        uint64 epoch;
        bytes body;
    }

    /// @notice Splits `value` in equal parts; returns what no gateway took.
    function send(IHedgeTransport.GatewayTerms[] memory list, Parcel memory parcel, uint256 value)
        internal
        returns (uint256 unspent)
    {
        bytes memory call = abi.encodeCall(
            IERC7786GatewaySource.sendMessage,
            (
                InteroperableAddress.formatEvmV1(parcel.toChain, parcel.to),
                abi.encode(parcel.toChain, parcel.kind, parcel.epoch, parcel.body),
                new bytes[](0)
            )
        );
        uint256 share = value / _activeOf(list);
        uint256 taken;
        for (uint256 i; i < list.length; i++) {
            if (list[i].active && _sendThrough(list[i].gateway, parcel, share, call)) taken++;
        }
        if (taken == 0) revert IHedgeTransport.NothingSent(parcel.toChain, parcel.kind, parcel.epoch);
        return value - taken * share;
    }

    function _sendThrough(address gateway, Parcel memory parcel, uint256 share, bytes memory call)
        private
        returns (bool ok)
    {
        uint256 gasLimit = GATEWAY_GAS + GATEWAY_GAS_PER_BYTE * call.length;
        // A stranger who sends a heartbeat must not starve the second gateway and so keep k families from hearing of it.
        if (gasleft() - gasleft() / 64 < gasLimit) revert IHedgeTransport.InsufficientGas(gasleft());
        bytes memory answer;
        (ok,, answer) = LibCall.tryCall(gateway, share, gasLimit, MOST_REASON, call);
        if (ok) {
            bytes32 id = bytes32(answer);
            emit IHedgeTransport.GatewayTook(gateway, parcel.toChain, parcel.kind, parcel.epoch, id);
        } else {
            emit IHedgeTransport.GatewayFailed(gateway, parcel.toChain, parcel.kind, parcel.epoch, answer);
        }
    }

    function _activeOf(IHedgeTransport.GatewayTerms[] memory list) private pure returns (uint256 n) {
        for (uint256 i; i < list.length; i++) {
            if (list[i].active) n++;
        }
    }
}
