// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Kind} from "gimbal/types/Message.sol";
import {Attesters} from "./Attesters.sol";
import {Spoke} from "./Chains.sol";

/// @notice A family whose attesters vouch for a message that was never sent.
library Forgery {
    function forge(
        Spoke storage from,
        Spoke storage to,
        uint8 family,
        uint64 nonce,
        Kind kind,
        uint64 epoch,
        bytes memory body
    ) internal {
        ILocalGateway gateway = to.gateways[family];
        ILocalGateway.Packet memory p = ILocalGateway.Packet({
            sourceChain: from.chain,
            sourceGateway: address(from.gateways[family]),
            nonce: 1_000_000 + nonce,
            sender: InteroperableAddress.formatEvmV1(from.chain, address(from.transport)),
            recipient: InteroperableAddress.formatEvmV1(to.chain, address(to.transport)),
            payload: abi.encode(to.chain, kind, epoch, body)
        });
        gateway.deliver(p, Attesters.sign(family, gateway, p, Attesters.THRESHOLD));
    }
}
