// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {Heartbeat, Kind} from "gimbal/types/Message.sol";
import {Attesters} from "../base/Attesters.sol";
import {Roles} from "../base/Roles.sol";
import {TwoChains} from "./TwoChains.sol";

/// @notice What one heartbeat costs, once there has been one before.
contract HeartbeatGasTest is TwoChains {
    function setUp() public override {
        super.setUp();
        SpokeControl.Init memory init = SpokeControl.Init(SPOKE, HUB, address(0), address(spoke.transport));
        address control = address(
            new ERC1967Proxy(
                address(new SpokeControl()), abi.encodeCall(SpokeControl.initialize, (address(manager), init))
            )
        );
        string memory json = Roles.table();
        Roles.assign(manager, json, "SpokeControl", control);
        manager.grantRole(Roles.id(json, "TRANSPORT"), address(spoke.transport), 0);
        spoke.transport.setHandler(Kind.HEARTBEAT, control);
        for (uint8 f; f < FAMILIES; f++) {
            attest(f, Kind.HEARTBEAT, 1, _beat(1));
        }
    }

    function test_gas_heartbeat() public {
        bytes memory body = _beat(2);
        hub.transport.send(SPOKE, Kind.HEARTBEAT, 2, body);
        vm.snapshotGasLastCall("crosschain", "heartbeat: send through three families");
        string[3] memory names = [
            "heartbeat: first family", "heartbeat: second family, confirms", "heartbeat: third family, late"
        ];
        for (uint8 f; f < FAMILIES; f++) {
            ILocalGateway.Packet memory p = packet(f, abi.encode(SPOKE, Kind.HEARTBEAT, uint64(2), body));
            bytes[] memory signatures = Attesters.sign(f, spoke.gateways[f], p, Attesters.THRESHOLD);
            spoke.gateways[f].deliver(p, signatures);
            vm.snapshotGasLastCall("crosschain", names[f]);
        }
        (, bool executed) = spoke.transport.confirmed(HUB, Kind.HEARTBEAT, 2);
        assertTrue(executed);
    }

    function _beat(uint64 epoch) private view returns (bytes memory) {
        bytes32 root = keccak256(abi.encode(epoch));
        return abi.encode(Heartbeat(epoch, uint64(block.timestamp + 4 hours), root, root, root));
    }
}
