// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {Test} from "forge-std/Test.sol";
import {HedgeTransport} from "gimbal/crosschain/HedgeTransport.sol";
import {LocalGateway} from "gimbal/crosschain/gateways/LocalGateway.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Kind} from "gimbal/types/Message.sol";
import {Attesters} from "../base/Attesters.sol";
import {Roles} from "../base/Roles.sol";
import {RecordingHandler} from "./RecordingHandler.sol";

/// @notice Two transports with three families between them; the test holds every role.
abstract contract TwoChains is Test {
    uint64 internal constant HUB = 7001;
    uint64 internal constant SPOKE = 7002;
    uint64 internal constant JUMP = 100;
    uint8 internal constant FAMILIES = 3;

    struct Side {
        uint64 chain;
        HedgeTransport transport;
        LocalGateway[] gateways;
        RecordingHandler handler;
    }

    AccessManager internal manager;
    Side internal hub;
    Side internal spoke;
    uint64 private _nonce;

    function setUp() public virtual {
        manager = new AccessManager(address(this));
        _deploy(hub, HUB);
        _deploy(spoke, SPOKE);
        for (uint8 f; f < FAMILIES; f++) {
            hub.gateways[f].setRemote(SPOKE, address(spoke.gateways[f]));
            spoke.gateways[f].setRemote(HUB, address(hub.gateways[f]));
        }
        hub.transport.setPeer(SPOKE, address(spoke.transport));
        hub.transport.setMaxEpochJump(SPOKE, JUMP);
        spoke.transport.setPeer(HUB, address(hub.transport));
        spoke.transport.setMaxEpochJump(HUB, JUMP);
    }

    function _deploy(Side storage side, uint64 chain) private {
        side.chain = chain;
        side.handler = new RecordingHandler();
        IHedgeTransport.GatewayTerms[] memory terms = new IHedgeTransport.GatewayTerms[](FAMILIES);
        for (uint8 f; f < FAMILIES; f++) {
            side.gateways.push(Attesters.newGateway(address(manager), chain, f));
            terms[f] = IHedgeTransport.GatewayTerms(address(side.gateways[f]), f, true);
        }
        HedgeTransport.Init memory init;
        init.chain = chain;
        init.k = 2;
        init.gateways = terms;
        init.epochJump = JUMP;
        init.spokeControl = address(side.handler);
        init.mandateBook = address(side.handler);
        side.transport = HedgeTransport(
            address(
                new ERC1967Proxy(
                    address(new HedgeTransport()),
                    abi.encodeCall(HedgeTransport.initialize, (address(manager), init))
                )
            )
        );
        string memory json = Roles.table();
        Roles.assign(manager, json, "HedgeTransport", address(side.transport));
        string[4] memory mine = ["CONFIG", "SENDER", "GUARDIAN", "BRIDGE"];
        for (uint256 i; i < mine.length; i++) {
            manager.grantRole(Roles.id(json, mine[i]), address(this), 0);
        }
    }

    /// @notice A packet as the hub's gateway of a family would have sent it.
    function packet(uint8 family, bytes memory payload) internal returns (ILocalGateway.Packet memory) {
        return ILocalGateway.Packet({
            sourceChain: HUB,
            sourceGateway: address(hub.gateways[family]),
            nonce: ++_nonce + 1_000_000,
            sender: InteroperableAddress.formatEvmV1(HUB, address(hub.transport)),
            recipient: InteroperableAddress.formatEvmV1(SPOKE, address(spoke.transport)),
            payload: payload
        });
    }

    /// @notice One family attests and delivers a message of the hub's transport, forged or not.
    function attest(uint8 family, Kind kind, uint64 epoch, bytes memory body) internal {
        deliver(family, packet(family, abi.encode(SPOKE, kind, epoch, body)));
    }

    function deliver(uint8 family, ILocalGateway.Packet memory p) internal {
        LocalGateway gateway = spoke.gateways[family];
        gateway.deliver(p, Attesters.sign(family, gateway, p, Attesters.THRESHOLD));
    }
}
